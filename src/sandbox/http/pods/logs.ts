import { type KubeObject, getList, getString } from "../../../kube/index.ts";
import type { ApiResponse } from "../api-request.ts";
import type { Call } from "../call.ts";
import { requireStored } from "../read/get.ts";
import { badRequest } from "../status-error.ts";
import type { LogSource } from "./log-source.ts";

/** GET pods/X/log. */
export function serveLog(call: Call, source: LogSource): ApiResponse {
  const pod = requireStored(call).object;
  const { query, request } = call;
  const flag = (name: string): boolean => ["true", "1"].includes(query.get(name) ?? "");
  const count = (name: string): number | undefined => (query.has(name) ? Number(query.get(name)) : undefined);
  const body = source({
    pod,
    container: chooseContainer(pod, query.get("container") ?? ""),
    follow: flag("follow"),
    previous: flag("previous"),
    timestamps: flag("timestamps"),
    tailLines: count("tailLines"),
    sinceSeconds: count("sinceSeconds"),
    limitBytes: count("limitBytes"),
    signal: request.signal,
  });
  return { status: 200, headers: { "content-type": "text/plain" }, body };
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
