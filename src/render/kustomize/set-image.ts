import { imageSpecs } from "./field-specs.ts";
import { isMutableRecord, type MutableRecord } from "./json.ts";
import { gvkOfObject, type Resource } from "./resource.ts";
import { visitField } from "./visit-field.ts";

export interface ImageRule {
  readonly name: string;
  readonly newName?: string;
  readonly newTag?: string;
  readonly digest?: string;
  readonly tagSuffix?: string;
}

interface ImageName {
  readonly name: string;
  readonly tag: string;
  readonly digest: string;
}

/**
 * Changes the images of that name wherever a list is called `containers` or `initContainers`, then at the known paths of pods. Both passes
 * happen, as in Kustomize: a rule whose new name it matches itself, or a tag suffix, works twice.
 */
export function setImage(resources: readonly Resource[], rule: ImageRule): void {
  const matches = new RegExp(`^${rule.name}(:[a-zA-Z0-9_.{}-]*)?(@sha256:[a-zA-Z0-9_.{}-]*)?$`);
  const change = (image: string): string => (matches.test(image) ? replaceImage(image, rule) : image);
  for (const { object } of resources) {
    if (gvkOfObject(object).kind === "CustomResourceDefinition") continue;
    changeContainers(object, change);
    for (const spec of imageSpecs) {
      visitField(object, spec, (field) => {
        if (typeof field.value === "string") field.set(change(field.value));
      });
    }
  }
}

function changeContainers(value: unknown, change: (image: string) => string): void {
  if (Array.isArray(value)) for (const item of value) changeContainers(item, change);
  if (!isMutableRecord(value)) return;
  for (const [field, child] of Object.entries(value)) {
    changeContainers(child, change);
    if ((field === "containers" || field === "initContainers") && Array.isArray(child))
      for (const container of child) if (isMutableRecord(container)) changeImage(container, change);
  }
}

function changeImage(container: MutableRecord, change: (image: string) => string): void {
  const image = container["image"];
  if (typeof image === "string") container["image"] = change(image);
}

function replaceImage(image: string, { newName, newTag = "", digest: newDigest = "", tagSuffix = "" }: ImageRule): string {
  const old = splitImage(image);
  const name = newName === undefined || newName === "" ? old.name : newName;
  if (newTag !== "" || newDigest !== "") return joinImage({ name, tag: newTag, digest: newDigest });
  return joinImage(tagSuffix === "" ? { ...old, name } : { name, tag: old.tag + tagSuffix, digest: "" });
}

function joinImage({ name, tag, digest }: ImageName): string {
  return `${name}${tag === "" ? "" : `:${tag}`}${digest === "" ? "" : `@${digest}`}`;
}

/** Splits `host:port/name:tag@digest`; what is missing is "". */
function splitImage(image: string): ImageName {
  const slash = Math.max(image.indexOf("/"), 0);
  const at = image.indexOf("@", slash);
  const colon = image.indexOf(":", slash);
  const hasTag = colon >= 0 && (at < 0 || colon < at);
  const nameEnd = hasTag ? colon : at < 0 ? image.length : at;
  return { name: image.slice(0, nameEnd), tag: hasTag ? image.slice(colon + 1, at < 0 ? undefined : at) : "", digest: at < 0 ? "" : image.slice(at + 1) };
}
