import { SillageError } from "../../errors/index.ts";
import { getStringMap } from "../../kube/index.ts";
import type { PatchTarget } from "./kustomization.ts";
import { parseSelector } from "./label-selector.ts";
import { currentId, originalId, type Resource } from "./resource.ts";

/** The resources a patch target means. All fields are regular expressions over the whole value; names and namespaces may be the original ones. */
export function selectResources(resources: readonly Resource[], target: PatchTarget): Resource[] {
  const matches = {
    group: compile(target.group),
    version: compile(target.version),
    kind: compile(target.kind),
    name: compile(target.name),
    namespace: compile(target.namespace),
  };
  const matchesLabels = parseSelector(target.labelSelector ?? "");
  const matchesAnnotations = parseSelector(target.annotationSelector ?? "");
  return resources.filter((resource) => {
    const current = currentId(resource);
    if (!matches.group(current.group) || !matches.version(current.version) || !matches.kind(current.kind)) return false;
    const original = originalId(resource);
    if (!matches.namespace(original.namespace) && !matches.namespace(current.namespace)) return false;
    if (!matches.name(original.name) && !matches.name(current.name)) return false;
    return matchesLabels(getStringMap(resource.object, "metadata", "labels")) && matchesAnnotations(getStringMap(resource.object, "metadata", "annotations"));
  });
}

function compile(pattern: string | undefined): (text: string) => boolean {
  if (pattern === undefined || pattern === "") return () => true;
  try {
    const whole = new RegExp(`^(?:${pattern})$`);
    return (text) => whole.test(text);
  } catch (cause) {
    throw new SillageError("invalid", `Patch target "${pattern}" is not a regular expression`, { cause, terminal: true, reason: "InvalidPatch" });
  }
}
