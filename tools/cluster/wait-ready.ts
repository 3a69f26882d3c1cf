import { readFileSync } from "node:fs";
import https from "node:https";
import { systemClock, sleep } from "../../src/async/index.ts";

export interface ReadyProbe {
  readonly url: string;
  readonly token: string;
  /** The file the server writes its self-signed certificate to, so it may not be there yet. */
  readonly certificateFile: string;
  readonly signal: AbortSignal;
}

/** Resolves once the API server is ready and the controller manager has done its first work; rejects with the signal's reason. */
export async function waitReady(probe: ReadyProbe): Promise<void> {
  for (const path of ["/readyz", "/api/v1/namespaces/default/serviceaccounts/default"]) {
    while ((await statusOf(path, probe)) !== 200) await sleep(50, { clock: systemClock, signal: probe.signal });
  }
}

/** 0 while there is no answer. */
function statusOf(path: string, probe: ReadyProbe): Promise<number> {
  return new Promise((resolve) => {
    const ca = readIfThere(probe.certificateFile);
    if (ca === undefined) {
      resolve(0);
      return;
    }
    const request = https.get(new URL(path, probe.url), { ca, headers: { authorization: `Bearer ${probe.token}` }, agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    request.on("error", () => resolve(0));
  });
}

function readIfThere(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}
