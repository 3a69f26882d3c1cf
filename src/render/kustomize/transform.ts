import { applyPatches } from "./apply-patches.ts";
import { type FieldSpec, selectorLabelSpecs, templateLabelSpecs } from "./field-specs.ts";
import type { Kustomization, LabelEntry } from "./kustomization.ts";
import type { LoadedPatches } from "./load-patches.ts";
import type { Resource } from "./resource.ts";
import { addNamePrefix, addNameSuffix, setNamespace, setReplicas } from "./set-fields.ts";
import { setImage } from "./set-image.ts";
import { setAnnotations, setLabels } from "./set-labels.ts";

/** Applies what a kustomization asks for to its resources, in Kustomize's order. Changes the resources. */
export function transform(resources: readonly Resource[], kustomization: Kustomization, { early, late }: LoadedPatches): readonly Resource[] {
  const { namespace = "", namePrefix = "", nameSuffix = "", labels = [], commonLabels = {}, commonAnnotations = {}, replicas = [] } = kustomization;
  const patched = applyPatches(resources, early);
  if (namespace !== "") setNamespace(patched, namespace);
  if (namePrefix !== "") addNamePrefix(patched, namePrefix);
  if (nameSuffix !== "") addNameSuffix(patched, nameSuffix);
  for (const entry of labels) setLabels(patched, { labels: entry.pairs ?? {}, specs: specsOf(entry) });
  setLabels(patched, { labels: commonLabels, specs: selectorLabelSpecs });
  setAnnotations(patched, commonAnnotations);
  const result = applyPatches(patched, late);
  for (const { name = "", count = 0 } of replicas) setReplicas(result, { name, count });
  for (const image of [...(kustomization.images ?? []), ...(kustomization.imageTags ?? [])]) setImage(result, { ...image, name: image.name ?? "" });
  return result;
}

function specsOf({ includeSelectors = false, includeTemplates = false, fields = [] }: LabelEntry): readonly FieldSpec[] {
  if (includeSelectors) return [...fields, ...selectorLabelSpecs];
  return [...fields, ...(includeTemplates ? templateLabelSpecs : []), { path: "metadata/labels", create: true }];
}
