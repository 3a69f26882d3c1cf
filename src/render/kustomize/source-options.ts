import { SillageError } from "../../errors/index.ts";
import type { KustomizeOptions } from "../../api/index.ts";
import { resolvePath } from "../view/index.ts";
import type { Directory } from "./directory.ts";
import type { Kustomization, LabelEntry } from "./kustomization.ts";
import { type ImageRule, splitImage } from "./set-image.ts";

/**
 * A kustomization with the options of an Application's source written into it, as `kustomize edit` would. Throws `invalid` for a label or
 * annotation that is there already, unless forced, and for an image or count that cannot be read.
 */
export async function applySourceOptions(directory: Directory, kustomization: Kustomization, options: KustomizeOptions): Promise<Kustomization> {
  const { namePrefix = "", nameSuffix = "", namespace = "", images = [], replicas = [], patches = [] } = options;
  return {
    ...kustomization,
    ...(namePrefix === "" ? {} : { namePrefix }),
    ...(nameSuffix === "" ? {} : { nameSuffix }),
    ...(namespace === "" ? {} : { namespace }),
    ...(images.length === 0 ? {} : { images: mergeImages(kustomization.images ?? [], images) }),
    ...(replicas.length === 0 ? {} : { replicas: mergeByName(kustomization.replicas ?? [], replicas.map(parseReplicas)) }),
    ...(patches.length === 0 ? {} : { patches: [...(kustomization.patches ?? []), ...patches] }),
    ...addLabels(kustomization, options),
    ...addAnnotations(kustomization, options),
    components: [...(kustomization.components ?? []), ...(await selectComponents(directory, options))],
  };
}

/** `[old=]new[:tag][@digest]`; `*` keeps what the kustomization says. Images end up sorted by name, as after `kustomize edit set image`. */
function mergeImages(existing: readonly { name?: string }[], added: readonly string[]): (ImageRule & { name: string })[] {
  const byName = new Map<string, ImageRule>(existing.map((image) => [image.name ?? "", { ...image, name: image.name ?? "" }]));
  for (const text of added) {
    const image = parseImage(text);
    const old = byName.get(image.name);
    byName.set(image.name, {
      name: image.name,
      newName: image.newName === "*" ? (old?.newName ?? "") : image.newName,
      newTag: image.newTag === "*" ? (old?.newTag ?? "") : image.newTag,
      digest: image.digest === "*" ? (old?.digest ?? "") : image.digest,
    });
  }
  return [...byName.values()].toSorted((left, right) => (left.name < right.name ? -1 : 1));
}

function parseImage(text: string): Required<Omit<ImageRule, "tagSuffix">> {
  const at = text.indexOf("=");
  const { name, tag, digest } = splitImage(text.slice(at + 1));
  if (at < 0 && tag === "" && digest === "") throw invalid(`image "${text}" says neither a new name nor a tag nor a digest`);
  return at < 0 ? { name, newName: "", newTag: tag, digest } : { name: text.slice(0, at), newName: name, newTag: tag, digest };
}

function parseReplicas({ name, count }: { readonly name: string; readonly count: number | string }): { name: string; count: number } {
  const number = Number(count);
  if (!Number.isInteger(number) || number < 0 || count === "") throw invalid(`"${count}" is not a count of replicas`);
  return { name, count: number };
}

function mergeByName<T extends { readonly name?: string }>(existing: readonly T[], added: readonly T[]): T[] {
  return [...existing.filter((old) => !added.some((one) => one.name === old.name)), ...added];
}

function addLabels({ labels = [], commonLabels = {} }: Kustomization, options: KustomizeOptions): Partial<Kustomization> {
  const { commonLabels: added = {}, labelWithoutSelector = false, labelIncludeTemplates = false, forceCommonLabels: force = false } = options;
  if (Object.keys(added).length === 0) return {};
  if (!labelWithoutSelector) return { commonLabels: mergeMaps(commonLabels, added, { what: "label", force }) };
  const isAlike = (entry: LabelEntry): boolean => entry.includeSelectors !== true && (entry.includeTemplates ?? false) === labelIncludeTemplates;
  const place = labels.findIndex(isAlike);
  if (place < 0) return { labels: [...labels, { pairs: { ...added }, includeTemplates: labelIncludeTemplates }] };
  return { labels: labels.map((entry, index) => (index === place ? { ...entry, pairs: mergeMaps(entry.pairs ?? {}, added, { what: "label", force }) } : entry)) };
}

function addAnnotations(
  { commonAnnotations = {} }: Kustomization,
  { commonAnnotations: added = {}, forceCommonAnnotations: force = false }: KustomizeOptions,
): Partial<Kustomization> {
  return Object.keys(added).length === 0 ? {} : { commonAnnotations: mergeMaps(commonAnnotations, added, { what: "annotation", force }) };
}

type TextMap = Readonly<Record<string, string>>;

function mergeMaps(existing: TextMap, added: TextMap, { what, force }: { readonly what: string; readonly force: boolean }): Record<string, string> {
  const conflict = Object.keys(added).find((key) => Object.hasOwn(existing, key));
  if (conflict !== undefined && !force) throw invalid(`${what} "${conflict}" is in the kustomization file already`);
  return { ...existing, ...added };
}

async function selectComponents({ view, path }: Directory, { components = [], ignoreMissingComponents = false }: KustomizeOptions): Promise<readonly string[]> {
  if (!ignoreMissingComponents) return components;
  const present: string[] = [];
  for (const component of components) if ((await view.getKind(resolvePath(path, component))) === "directory") present.push(component);
  return present;
}

function invalid(problem: string): SillageError {
  return new SillageError("invalid", `Cannot apply the options of the source: ${problem}`, { terminal: true, reason: "InvalidSource" });
}
