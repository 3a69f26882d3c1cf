import { randomUUID } from "node:crypto";
import { type KubeObject, getRecord, getString, isRecord } from "../../../kube/index.ts";
import { type Call, timestamp } from "../call.ts";
import { type Resource, apiVersionOf } from "../catalog/resource.ts";
import { badRequest } from "../status-error.ts";

/** The decoded body as an object of the called resource: kind, version, namespace and name must agree with the path; what is left out comes from it. */
export function identify(call: Call, value: unknown): KubeObject {
  const { resource } = call;
  if (!isRecord(value)) throw badRequest("the object provided is unrecognized (must be of type object)");
  const apiVersion = getString(value, "apiVersion") ?? "";
  const kind = getString(value, "kind") ?? "";
  if (resource.custom !== undefined || apiVersion !== "" || kind !== "") checkType(resource, apiVersion, kind);
  const { namespace, ...metadata } = getRecord(value, "metadata") ?? {};
  if (resource.namespaced && typeof namespace === "string" && namespace !== "" && namespace !== call.namespace)
    throw badRequest("the namespace of the provided object does not match the namespace sent on the request");
  const name = getString(metadata, "name") ?? "";
  if (call.name !== "" && name !== "" && name !== call.name) throw badRequest(`the name of the object (${name}) does not match the name on the URL (${call.name})`);
  return {
    ...value,
    apiVersion: apiVersionOf(resource),
    kind: resource.kind,
    metadata: { ...metadata, ...(call.name === "" || name !== "" ? {} : { name: call.name }), ...(resource.namespaced ? { namespace: call.namespace } : {}) },
  };
}

function checkType(resource: Resource, apiVersion: string, kind: string): void {
  if (kind === "") throw badRequest("Object 'Kind' is missing in the request body");
  if (apiVersion === apiVersionOf(resource) && kind === resource.kind) return;
  if (apiVersion !== apiVersionOf(resource)) {
    throw badRequest(`the API version in the data (${apiVersion}) does not match the expected API version (${apiVersionOf(resource)})`);
  }
  throw badRequest(`${kind} in version "${resource.version}" cannot be handled as a ${resource.kind}: no kind "${kind}" is registered for the resource "${resource.plural}"`);
}

const suffixAlphabet = "bcdfghjklmnpqrstvwxz2456789";
const maxGeneratedBase = 58;

/** The metadata every new object gets; what only the server may set is taken out. */
export function stampNew(call: Call, object: KubeObject): KubeObject {
  const { resourceVersion, deletionTimestamp: _1, deletionGracePeriodSeconds: _2, generation: _3, ...kept } = object.metadata;
  if (resourceVersion !== undefined && resourceVersion !== "") throw badRequest("resourceVersion should not be set on objects to be created");
  const generateName = kept.generateName ?? "";
  const name = (kept.name ?? "") === "" && generateName !== "" ? generateName.slice(0, maxGeneratedBase) + randomSuffix(call.cluster.random) : kept.name;
  return {
    ...object,
    metadata: {
      ...kept,
      ...(name === undefined ? {} : { name }),
      uid: randomUUID(),
      creationTimestamp: timestamp(call.cluster.clock),
      ...(call.resource.generation ? { generation: 1 } : {}),
    },
  };
}

function randomSuffix(random: () => number): string {
  return Array.from({ length: 5 }, () => suffixAlphabet[Math.floor(random() * suffixAlphabet.length)]).join("");
}
