import { createHash } from "node:crypto";
import { type KubeObject, getString } from "../../../kube/index.ts";
import { builtinResources } from "./builtin-resources.ts";
import { customResourcesOf } from "./custom-resources.ts";
import { type Resource, apiVersionOf } from "./resource.ts";

/** Every resource the server serves now: the built-in ones and those of the established CustomResourceDefinitions. */
export class Catalog {
  readonly #custom = new Map<string, readonly Resource[]>();
  #resources: readonly Resource[] = builtinResources;
  #byPath = indexByPath(builtinResources);
  #generation = 0;

  get resources(): readonly Resource[] {
    return this.#resources;
  }

  /** Counts the changes: equal numbers mean equal resources. */
  get generation(): number {
    return this.#generation;
  }

  find(group: string, version: string, plural: string): Resource | undefined {
    return this.#byPath.get(`${group}/${version}/${plural}`);
  }

  findKind(group: string, version: string, kind: string): Resource | undefined {
    return this.#resources.find((resource) => resource.kind === kind && resource.group === group && resource.version === version);
  }

  /** A resource by the name its objects have in the store, in its preferred version. */
  findStored(storeName: string): Resource | undefined {
    return this.#resources.find((resource) => resource.storeName === storeName);
  }

  /** The versions of the definition replace those it had; a definition that is not established serves nothing. */
  setDefinition(definition: KubeObject): void {
    this.#custom.set(definition.metadata.name ?? "", isEstablished(definition) ? customResourcesOf(definition) : []);
    this.#rebuild();
  }

  removeDefinition(name: string): void {
    if (this.#custom.delete(name)) this.#rebuild();
  }

  #rebuild(): void {
    this.#resources = [...builtinResources, ...[...this.#custom.values()].flat()];
    this.#byPath = indexByPath(this.#resources);
    this.#generation += 1;
  }
}

/** The group-versions in the order discovery lists them, each with its resources. */
export function groupVersionsOf(resources: readonly Resource[]): ReadonlyMap<string, readonly Resource[]> {
  return Map.groupBy(resources, apiVersionOf);
}

/** A short name of the content, for ETags. */
export function etagOf(content: string): string {
  return `"${createHash("sha256").update(content).digest("hex").slice(0, 32).toUpperCase()}"`;
}

function indexByPath(resources: readonly Resource[]): ReadonlyMap<string, Resource> {
  return new Map(resources.map((resource) => [`${resource.group}/${resource.version}/${resource.plural}`, resource]));
}

function isEstablished(definition: KubeObject): boolean {
  const conditions = definition["status"];
  return getConditionStatus(conditions, "Established") === "True";
}

function getConditionStatus(status: unknown, type: string): string | undefined {
  const conditions: unknown = typeof status === "object" && status !== null && "conditions" in status ? status.conditions : [];
  if (!Array.isArray(conditions)) return undefined;
  return getString(
    conditions.find((condition: unknown) => getString(condition, "type") === type),
    "status",
  );
}
