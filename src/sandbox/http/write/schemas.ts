import type { SchemaNode } from "../../../kube/schema/index.ts";
import { findBuiltin } from "../../../kube/schema/index.ts";
import { parseApiVersion } from "../../../kube/index.ts";
import type { Call } from "../call.ts";

/** The shape of the called resource's objects in each version it is served in; `undefined` for a version that is not served. */
export function schemasOf(call: Call): (apiVersion: string) => SchemaNode | undefined {
  return (apiVersion) => {
    const { group, version } = parseApiVersion(apiVersion);
    const resource = call.cluster.catalog.find(group, version, call.resource.plural);
    if (resource === undefined) return undefined;
    return resource.custom === undefined ? findBuiltin(resource) : resource.custom.node();
  };
}
