import { readFile } from "node:fs/promises";
import https from "node:https";
import { text } from "node:stream/consumers";
import { systemClock, sleep } from "../../src/async/index.ts";
import { getList, getString } from "../../src/kube/index.ts";

export interface ReadyProbe {
  readonly url: string;
  readonly token: string;
  /** File with the certificate of the server. */
  readonly ca: string;
  /** Wait for a Ready node as well. */
  readonly nodes: boolean;
  readonly signal: AbortSignal;
}

/** Resolves once the API server is ready and the controller manager has done its first work; rejects with the signal's reason. */
export async function waitReady(probe: ReadyProbe): Promise<void> {
  await until(probe, "/readyz", () => true);
  await until(probe, "/api/v1/namespaces/default/serviceaccounts/default", () => true);
  if (probe.nodes) await until(probe, "/api/v1/nodes", hasReadyNode);
}

async function until(probe: ReadyProbe, path: string, holds: (body: string) => boolean): Promise<void> {
  for (;;) {
    const body = await fetchBody(path, probe).catch(() => undefined);
    if (body !== undefined && holds(body)) return;
    await sleep(50, { clock: systemClock, signal: probe.signal });
  }
}

/** `undefined` unless the answer is 200. */
async function fetchBody(path: string, probe: ReadyProbe): Promise<string | undefined> {
  const ca = await readFile(probe.ca);
  return new Promise((resolve, reject) => {
    const request = https.get(new URL(path, probe.url), { ca, headers: { authorization: `Bearer ${probe.token}` }, agent: false }, (response) => {
      text(response).then((body) => resolve(response.statusCode === 200 ? body : undefined), reject);
    });
    request.on("error", reject);
  });
}

function hasReadyNode(body: string): boolean {
  const conditions = getList(JSON.parse(body), "items").flatMap((node) => getList(node, "status", "conditions"));
  return conditions.some((condition) => getString(condition, "type") === "Ready" && getString(condition, "status") === "True");
}
