import { type KubeObject, getList, getString } from "../../../kube/index.ts";
import type { ApiResponse } from "../api-request.ts";
import type { Call } from "../call.ts";
import { requireStored } from "../read/get.ts";
import { badRequest } from "../status-error.ts";
import type { LogSource } from "../../machinery/index.ts";

/** GET pods/X/log. Lines are sent as they come. */
export async function serveLog(call: Call, source: LogSource): Promise<ApiResponse> {
  const pod = requireStored(call).object;
  const { query, request } = call;
  const flag = (name: string): boolean => ["true", "1"].includes(query.get(name) ?? "");
  const tailLines = countOf(query, "tailLines");
  const limitBytes = countOf(query, "limitBytes");
  const sinceSeconds = countOf(query, "sinceSeconds");
  const lines = await source.readLogs({
    namespace: call.namespace,
    pod: call.name,
    container: chooseContainer(pod, query.get("container") ?? ""),
    follow: flag("follow"),
    previous: flag("previous"),
    timestamps: flag("timestamps"),
    ...(tailLines === undefined ? {} : { tailLines }),
    ...(limitBytes === undefined ? {} : { limitBytes }),
    ...(sinceSeconds === undefined ? {} : { sinceMs: sinceSeconds * 1000 }),
    signal: AbortSignal.any([request.signal, call.cluster.signal]),
  });
  return { status: 200, headers: { "content-type": "text/plain" }, body: encodeLines(lines) };
}

async function* encodeLines(lines: AsyncIterable<string>): AsyncGenerator<Uint8Array, void, void> {
  for await (const line of lines) yield Buffer.from(line);
}

function countOf(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null || text === "") return undefined;
  const count = Number(text);
  if (Number.isNaN(count)) throw badRequest(`${name} must be a number, not "${text}"`);
  return count;
}

function chooseContainer(pod: KubeObject, asked: string): string {
  const names = (field: string): readonly string[] => getList(pod, "spec", field).map((container) => getString(container, "name") ?? "");
  const main = names("containers");
  const name = pod.metadata.name ?? "";
  if (asked !== "") {
    if ([...main, ...names("initContainers")].includes(asked)) return asked;
    throw badRequest(`container ${asked} is not valid for pod ${name}`);
  }
  if (main.length === 1 && main[0] !== undefined) return main[0];
  throw badRequest(`a container name must be specified for pod ${name}, choose one of: [${main.join(" ")}]`);
}
