import { metaDefinitions, foreignClasses } from "./annotations.ts";
import type { Model } from "./read-models.ts";

/** The models by their names in the Kubernetes API, and the kinds they define. */
export interface Names {
  /** Class → definition: `V1PodSpec` → `io.k8s.api.core.v1.PodSpec`. */
  readonly definitions: ReadonlyMap<string, string>;
  /** `apps/v1/Deployment` → definition. */
  readonly kinds: ReadonlyMap<string, string>;
}

const metaPackage = "io.k8s.apimachinery.pkg.apis.meta.v1";

/**
 * Classes carry a version and, where two groups clash, a group, but seldom the package they come from. It follows from who uses them: a class belongs to
 * the first group-version (core first) from whose kinds it can be reached, if the version in its name is that group's.
 */
export function nameDefinitions(models: ReadonlyMap<string, Model>, apis: ReadonlyMap<string, readonly string[]>): Names {
  const definitions = new Map<string, string>(metaDefinitions.map((kind) => [`V1${kind}`, `${metaPackage}.${kind}`]));
  const kinds = new Map<string, string>();
  const roots = withForeign(apis);
  for (const [groupVersion, classes] of roots) {
    for (const name of classes) claim(name, groupVersion);
  }
  for (const [groupVersion, classes] of roots) {
    for (const name of classes) {
      const definition = definitions.get(name);
      if (definition !== undefined && !definition.startsWith(metaPackage) && isKind(models.get(name))) kinds.set(`${groupVersion}/${shortName(name)}`, definition);
    }
  }
  return { definitions, kinds };

  function claim(name: string, groupVersion: string): void {
    const model = models.get(name);
    if (model === undefined || definitions.has(name) || versionOf(name) !== groupVersion.slice(groupVersion.lastIndexOf("/") + 1)) return;
    definitions.set(name, `${packageOf(groupVersion)}.${shortName(name)}`);
    for (const attribute of model.attributes) {
      for (const [referred] of attribute.type.matchAll(/\w+/g)) claim(referred, groupVersion);
    }
  }
}

function withForeign(apis: ReadonlyMap<string, readonly string[]>): readonly (readonly [string, readonly string[]])[] {
  return Array.from(apis, ([groupVersion, classes]) => [
    groupVersion,
    [...classes.filter((name) => !(name in foreignClasses)), ...Object.keys(foreignClasses).filter((name) => foreignClasses[name] === groupVersion)],
  ]);
}

function isKind(model: Model | undefined): boolean {
  const names = new Set(model?.attributes.map(({ name }) => name));
  return names.has("apiVersion") && names.has("kind");
}

function versionOf(className: string): string | undefined {
  return /V(\d+(?:(?:alpha|beta)\d+)?)(?=[A-Z])/.exec(className)?.[0].toLowerCase();
}

function shortName(className: string): string {
  return className.replace(/^.*?V\d+(?:(?:alpha|beta)\d+)?(?=[A-Z])/, "");
}

function packageOf(groupVersion: string): string {
  const [group, version] = groupVersion.includes("/") ? groupVersion.split("/") : ["core", groupVersion];
  if (group === "apiextensions.k8s.io") return `io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.${version}`;
  if (group === "apiregistration.k8s.io") return `io.k8s.kube-aggregator.pkg.apis.apiregistration.${version}`;
  if (group === "internal.apiserver.k8s.io") return `io.k8s.api.apiserverinternal.${version}`;
  return `io.k8s.api.${group?.split(".")[0]}.${version}`;
}
