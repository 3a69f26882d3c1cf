import { describeError } from "../../../errors/index.ts";
import { type KubeObject, parseLabelSelector } from "../../../kube/index.ts";
import type { Resource } from "../catalog/resource.ts";
import { parseFieldSelector } from "./field-selector.ts";
import { badRequest } from "../status-error.ts";

export interface SelectionRequest {
  readonly labelSelector: string;
  readonly fieldSelector: string;
  /** "" for all namespaces. */
  readonly namespace: string;
  /** "" for all names. */
  readonly name: string;
}

/** Which objects a list, watch or collection delete is about; `undefined` when it is every object of the namespace. */
export function parseSelection(resource: Resource, request: SelectionRequest): ((object: KubeObject) => boolean) | undefined {
  const labels = request.labelSelector.trim() === "" ? undefined : parseLabels(request.labelSelector);
  const fields = parseFieldSelector(request.fieldSelector, resource);
  if (labels === undefined && fields === undefined && request.name === "") return undefined;
  return (object) =>
    (request.name === "" || object.metadata.name === request.name) && (labels === undefined || labels(object.metadata.labels ?? {})) && (fields === undefined || fields(object));
}

function parseLabels(selector: string): ReturnType<typeof parseLabelSelector> {
  try {
    return parseLabelSelector(selector);
  } catch (error) {
    throw badRequest(describeError(error));
  }
}
