import type { ApiResponse } from "./api-request.ts";
import type { Call } from "./call.ts";
import { hasSubresource } from "./catalog/resource.ts";
import { bindPod } from "./pods/binding.ts";
import { evictPod } from "./pods/eviction.ts";
import { serveLog } from "./pods/logs.ts";
import { getObject } from "./read/get.ts";
import { proxyService } from "./services/proxy.ts";
import { methodNotAllowed, pathNotFound } from "./status-error.ts";
import { patchObject } from "./write/patch.ts";
import { serveScale } from "./write/scale.ts";
import { updateObject } from "./write/update.ts";

/** A request below an object: its status, its scale, or something a pod can do. */
export function serveSubresource(call: Call): ApiResponse | Promise<ApiResponse> {
  const { resource, subresource, request } = call;
  if (!hasSubresource(resource, subresource) || call.name === "") throw pathNotFound();
  const verb = verbs[subresource]?.[request.method];
  if (verb === undefined) throw methodNotAllowed(request.method);
  return verb(call);
}

type Verb = (call: Call) => ApiResponse | Promise<ApiResponse>;

const verbs: Readonly<Record<string, Readonly<Record<string, Verb>>>> = {
  status: { GET: getObject, PUT: updateObject, PATCH: patchObject },
  scale: { GET: serveScale, PUT: serveScale, PATCH: serveScale },
  finalize: { PUT: updateObject },
  binding: { POST: bindPod },
  eviction: { POST: evictPod },
  log: { GET: (call) => serveLog(call, call.cluster.logs()) },
  proxy: { GET: proxyService, POST: proxyService, PUT: proxyService, PATCH: proxyService, DELETE: proxyService },
};
