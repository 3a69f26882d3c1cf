import type { ApplicationSummary } from "../../api/index.ts";
import { getField, getList, getString, type KubeObject } from "../../kube/index.ts";
import { findUrls } from "../resource-tree/find-urls.ts";
import type { Comparison } from "./compare.ts";

const podTemplates = [["spec"], ["spec", "template", "spec"], ["spec", "jobTemplate", "spec", "template", "spec"]];

/** Images and outside addresses of the live objects, sorted. */
export function computeSummary(comparison: Comparison | undefined, before: ApplicationSummary | undefined): { readonly summary?: ApplicationSummary } {
  if (comparison === undefined) return before === undefined ? {} : { summary: before };
  const live = comparison.objects.flatMap((object) => object.live ?? []);
  const images = sortUnique(live.flatMap(findImages));
  const externalURLs = sortUnique(live.flatMap(findUrls));
  if (images.length === 0 && externalURLs.length === 0) return {};
  return { summary: { ...(externalURLs.length === 0 ? {} : { externalURLs }), ...(images.length === 0 ? {} : { images }) } };
}

function findImages(object: KubeObject): string[] {
  return podTemplates
    .map((path) => getField(object, ...path))
    .flatMap((pod) => [...getList(pod, "initContainers"), ...getList(pod, "containers")])
    .flatMap((container) => getString(container, "image") ?? []);
}

function sortUnique(values: readonly string[]): string[] {
  return [...new Set(values)].toSorted();
}
