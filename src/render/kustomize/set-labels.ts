import { annotationSpecs, type FieldSpec } from "./field-specs.ts";
import { isMutableRecord, type MutableRecord } from "./json.ts";
import type { Resource } from "./resource.ts";
import { writeSharedEntry } from "./shared-entries.ts";
import { visitField } from "./visit-field.ts";

export interface LabelRule {
  readonly labels: Readonly<Record<string, string>>;
  readonly specs: readonly FieldSpec[];
}

/** Sets the labels in all maps that the specs name. */
export function setLabels(resources: readonly Resource[], { labels, specs }: LabelRule): void {
  const entries = Object.entries(labels);
  if (entries.length === 0) return;
  for (const resource of resources) {
    const holders: MutableRecord[] = [];
    for (const spec of specs) {
      visitField(resource.object, { ...spec, leaf: "map" }, ({ value }) => {
        if (isMutableRecord(value)) holders.push(value);
      });
    }
    for (const [key, value] of entries) setEntry(resource, holders, { key, value });
  }
}

export function setAnnotations(resources: readonly Resource[], annotations: Readonly<Record<string, string>>): void {
  setLabels(resources, { labels: annotations, specs: annotationSpecs });
}

function setEntry(resource: Resource, holders: readonly MutableRecord[], { key, value }: { readonly key: string; readonly value: string }): void {
  const created = new Set<MutableRecord>();
  for (const holder of holders) {
    if (Object.hasOwn(holder, key)) writeSharedEntry(resource, holder, { key, value });
    else {
      holder[key] = value;
      created.add(holder);
    }
  }
  if (created.size > 1) resource.shared = [...resource.shared, { key, holders: [...created] }];
}
