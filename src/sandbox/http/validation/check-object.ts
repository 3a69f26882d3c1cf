import type { KubeObject } from "../../../kube/index.ts";
import { validateCustom } from "../../schema/index.ts";
import type { Resource } from "../catalog/resource.ts";
import { type StatusCause, invalid } from "../status-error.ts";
import { checkImmutable } from "./immutability.ts";
import { checkKind } from "./kind-rules.ts";
import { checkMetadata, checkMetadataUpdate } from "./metadata-rules.ts";
import { checkRequired } from "./required-fields.ts";

/** Throws 422 with every problem of a new object. */
export function checkCreate(resource: Resource, object: KubeObject): void {
  report(resource, object, [...checkMetadata(resource, object), ...checkDesired(resource, object), ...checkCustom(resource, object)]);
}

/** Throws 422 with every problem of an update, the fields that may not change among them. */
export function checkUpdate(resource: Resource, update: { readonly live: KubeObject; readonly next: KubeObject; readonly subresource: string }): void {
  const { live, next, subresource } = update;
  const main = subresource === "" || subresource === "scale";
  report(resource, next, [
    ...checkMetadataUpdate(live, next),
    ...checkMetadata(resource, next),
    ...(main ? [...checkImmutable(resource, live, next), ...checkDesired(resource, next)] : []),
    ...checkCustom(resource, next),
  ]);
}

function checkDesired(resource: Resource, object: KubeObject): readonly StatusCause[] {
  return [...checkRequired(resource, object), ...checkKind(resource, object)];
}

function checkCustom(resource: Resource, object: KubeObject): readonly StatusCause[] {
  return resource.custom === undefined ? [] : validateCustom(object, resource.custom.schema);
}

/** The same problem found by two rules is said once. */
function report(resource: Resource, object: KubeObject, problems: readonly StatusCause[]): void {
  if (problems.length === 0) return;
  const distinct = new Map(problems.map((problem) => [`${problem.field ?? ""} ${problem.message}`, problem]));
  throw invalid(resource, object.metadata.name ?? "", [...distinct.values()]);
}
