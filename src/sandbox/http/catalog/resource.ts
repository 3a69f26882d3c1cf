import type { SchemaNode } from "../../../kube/schema/index.ts";

export interface Subresource {
  readonly name: string;
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly verbs: readonly string[];
}

export interface PrinterColumn {
  readonly name: string;
  readonly type: string;
  readonly format?: string;
  readonly description?: string;
  readonly priority?: number;
  readonly jsonPath: string;
}

/** What makes a custom resource: its own version's part of the CustomResourceDefinition. */
export interface CustomVersion {
  /** The CRD's name, `plural.group`. */
  readonly definitionName: string;
  readonly storageVersion: string;
  /** `openAPIV3Schema` as written. */
  readonly schema: unknown;
  /** The same as a graph of nodes, built at its first use. */
  readonly node: () => SchemaNode;
  readonly printerColumns: readonly PrinterColumn[];
  readonly selectableFields: readonly string[];
  readonly scalePaths?: { readonly spec: string; readonly status: string; readonly selector?: string };
  /** False while the CRD is being deleted: nothing new may be created. */
  readonly accepting: boolean;
}

/** One resource of one version, as the API serves it. */
export interface Resource {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly plural: string;
  readonly singular: string;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
  readonly subresources: readonly Subresource[];
  /** Objects count their spec changes in `metadata.generation`. */
  readonly generation: boolean;
  /** Where its objects are in the store: shared by all versions. */
  readonly storeName: string;
  readonly custom?: CustomVersion;
}

export function apiVersionOf(resource: { readonly group: string; readonly version: string }): string {
  return resource.group === "" ? resource.version : `${resource.group}/${resource.version}`;
}

export function hasSubresource(resource: Resource, name: string): boolean {
  return resource.subresources.some((subresource) => subresource.name === name);
}

export function storeNameOf(group: string, plural: string): string {
  return `${group}/${plural}`;
}
