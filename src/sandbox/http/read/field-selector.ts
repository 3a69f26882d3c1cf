import { type KubeObject, getField } from "../../../kube/index.ts";
import type { Resource } from "../catalog/resource.ts";
import { badRequest } from "../status-error.ts";

export type ObjectMatcher = (object: KubeObject) => boolean;

/** The fields the API can select by, beside metadata.name and metadata.namespace. */
const selectable: Readonly<Record<string, readonly string[]>> = {
  "/pods": ["spec.nodeName", "spec.restartPolicy", "spec.schedulerName", "spec.serviceAccountName", "spec.hostNetwork", "status.phase", "status.podIP", "status.nominatedNodeName"],
  "/events": [
    "involvedObject.kind",
    "involvedObject.namespace",
    "involvedObject.name",
    "involvedObject.uid",
    "involvedObject.apiVersion",
    "involvedObject.resourceVersion",
    "involvedObject.fieldPath",
    "reason",
    "reportingComponent",
    "source",
    "type",
  ],
  "/secrets": ["type"],
  "/namespaces": ["status.phase"],
  "/nodes": ["spec.unschedulable"],
  "/services": ["spec.clusterIP", "spec.type"],
  "/replicationcontrollers": ["status.replicas"],
  "apps/replicasets": ["status.replicas"],
  "batch/jobs": ["status.successful"],
};

/** Fields whose name is not their path. */
const paths: Readonly<Record<string, readonly string[]>> = { source: ["source", "component"], "status.successful": ["status", "succeeded"] };
const zeroValues: Readonly<Record<string, string>> = { "spec.hostNetwork": "false", "spec.unschedulable": "false", "status.replicas": "0", "status.successful": "0" };

/** Reads `a=b,c!=d`; 400 for a field the resource cannot be selected by. `undefined` matches everything. */
export function parseFieldSelector(text: string, resource: Resource): ObjectMatcher | undefined {
  const tests = text
    .split(/(?<!\\),/)
    .filter((part) => part !== "")
    .map((part) => parseTest(part, resource));
  if (tests.length === 0) return undefined;
  return (object) => tests.every((test) => test(object));
}

function parseTest(part: string, resource: Resource): ObjectMatcher {
  const match = /^([^=!]+)(==|=|!=)(.*)$/.exec(part);
  if (match === null) throw badRequest(`invalid selector: '${part}'; can't understand '${part}'`);
  const [, field = "", operator, raw = ""] = match;
  const known = [
    "metadata.name",
    "metadata.namespace",
    ...(selectable[resource.storeName] ?? []),
    ...(resource.custom?.selectableFields ?? []).map((path) => path.replace(/^\./, "")),
  ];
  if (!known.includes(field)) throw badRequest(describeUnknown(field, resource, known));
  const value = raw.replaceAll(/\\([\\,=])/g, "$1");
  const path = paths[field] ?? field.split(".");
  const zero = zeroValues[field] ?? "";
  return (object) => (format(getField(object, ...path) ?? zero) === value) === (operator !== "!=");
}

function format(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function describeUnknown(field: string, resource: Resource, known: readonly string[]): string {
  if (known.length > 2 && resource.custom === undefined) return `field label not supported: ${field}`;
  return `"${field}" is not a known field selector: only ${known.map((name) => `"${name}"`).join(", ")}`;
}
