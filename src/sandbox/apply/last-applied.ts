import { type KubeObject, getString, isRecord } from "../../kube/index.ts";
import type { SchemaNode } from "../../kube/schema/index.ts";
import { compareValues } from "./compare-values.ts";
import { computeFieldSet } from "./compute-field-set.ts";
import { type FieldSet, difference, emptySet } from "./field-set.ts";

const annotation = "kubectl.kubernetes.io/last-applied-configuration";

/** Only kubectl's own manager inherits from kubectl's client-side apply. */
export const kubectlManager = "kubectl";

/** What kubectl's last client-side apply said and still holds: a server-side apply by kubectl may take these fields from anybody. */
export function computeLastAppliedFields(live: KubeObject, schema: SchemaNode): FieldSet {
  const lastApplied = parseJson(getString(live, "metadata", "annotations", annotation) ?? "");
  if (!isRecord(lastApplied) || lastApplied["apiVersion"] !== live.apiVersion) return emptySet;
  const { added, modified, removed } = compareValues(lastApplied, live, schema);
  return [modified, added, removed].reduce(difference, computeFieldSet(lastApplied, schema));
}

/** The object with kubectl's annotation brought up to date, where it has one. */
export function refreshLastApplied(object: KubeObject, config: KubeObject): KubeObject {
  if ((getString(object, "metadata", "annotations", annotation) ?? "") === "") return object;
  const { [annotation]: _, ...annotations } = config.metadata.annotations ?? {};
  const plain = { ...config, metadata: { ...config.metadata, ...(config.metadata.annotations === undefined ? {} : { annotations }) } };
  const value = `${JSON.stringify(sortKeys(plain))}\n`;
  return { ...object, metadata: { ...object.metadata, annotations: { ...object.metadata.annotations, [annotation]: value } } };
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([left], [right]) => (left < right ? -1 : 1))
      .map(([key, item]) => [key, sortKeys(item)]),
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
