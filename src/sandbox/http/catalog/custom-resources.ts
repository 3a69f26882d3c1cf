import { type KubeObject, getBoolean, getField, getList, getNumber, getRecord, getString } from "../../../kube/index.ts";
import type { SchemaNode } from "../../../kube/schema/index.ts";
import { buildCustomSchema } from "../../schema/index.ts";
import { describeState, storedVerbs } from "./builtin-resources.ts";
import { type CustomVersion, type PrinterColumn, type Resource, type Subresource, storeNameOf } from "./resource.ts";

/** The resources an established CustomResourceDefinition serves, one per served version, in the order of preference. */
export function customResourcesOf(definition: KubeObject): readonly Resource[] {
  const group = getString(definition, "spec", "group") ?? "";
  const names = getRecord(definition, "spec", "names");
  const plural = getString(names, "plural") ?? "";
  const kind = getString(names, "kind") ?? "";
  return getList(definition, "spec", "versions")
    .filter((version) => getBoolean(version, "served") === true)
    .map((version) => ({
      group,
      version: getString(version, "name") ?? "",
      kind,
      plural,
      singular: getString(names, "singular") ?? kind.toLowerCase(),
      shortNames: strings(getList(names, "shortNames")),
      categories: strings(getList(names, "categories")),
      namespaced: getString(definition, "spec", "scope") === "Namespaced",
      verbs: storedVerbs,
      subresources: subresourcesOf(version, { group, version: getString(version, "name") ?? "", kind }),
      generation: true,
      storeName: storeNameOf(group, plural),
      custom: describeVersion(definition, version),
    }))
    .sort((a, b) => compareVersions(a.version, b.version));
}

/** Where the objects of the definition are in the store. */
export function storeNameIn(definition: KubeObject): string {
  return storeNameOf(getString(definition, "spec", "group") ?? "", getString(definition, "spec", "names", "plural") ?? "");
}

function describeVersion(definition: KubeObject, version: unknown): CustomVersion {
  const storage = getList(definition, "spec", "versions").find((one) => getBoolean(one, "storage") === true);
  const scale = getRecord(version, "subresources", "scale");
  const selector = getString(scale, "labelSelectorPath");
  const schema = getField(version, "schema", "openAPIV3Schema");
  let node: SchemaNode | undefined;
  return {
    definitionName: definition.metadata.name ?? "",
    storageVersion: getString(storage, "name") ?? "",
    schema,
    node: () => (node ??= buildCustomSchema(schema)),
    printerColumns: getList(version, "additionalPrinterColumns").map(parseColumn),
    selectableFields: getList(version, "selectableFields").flatMap((field) => getString(field, "jsonPath") ?? []),
    accepting: definition.metadata.deletionTimestamp === undefined,
    ...(scale === undefined
      ? {}
      : {
          scalePaths: {
            spec: getString(scale, "specReplicasPath") ?? "",
            status: getString(scale, "statusReplicasPath") ?? "",
            ...(selector === undefined ? {} : { selector }),
          },
        }),
  };
}

function subresourcesOf(version: unknown, owner: { readonly group: string; readonly version: string; readonly kind: string }): readonly Subresource[] {
  return ["scale", "status"].filter((name) => getRecord(version, "subresources", name) !== undefined).map((name) => describeState(name, owner));
}

function parseColumn(column: unknown): PrinterColumn {
  const format = getString(column, "format");
  const description = getString(column, "description");
  return {
    name: getString(column, "name") ?? "",
    type: getString(column, "type") ?? "string",
    jsonPath: getString(column, "jsonPath") ?? "",
    priority: getNumber(column, "priority") ?? 0,
    ...(format === undefined ? {} : { format }),
    ...(description === undefined ? {} : { description }),
  };
}

/** v2 before v1 before v2beta1 before v1alpha1, names that are no versions last. */
function compareVersions(a: string, b: string): number {
  const [x, y] = [rankVersion(a), rankVersion(b)];
  for (const at of [0, 1, 2] as const) if (x[at] !== y[at]) return y[at] - x[at];
  return a < b ? -1 : 1;
}

function rankVersion(version: string): readonly [number, number, number] {
  const match = /^v(\d+)(?:(alpha|beta)(\d+))?$/.exec(version);
  if (match === null) return [0, 0, 0];
  const stage = match[2] === undefined ? 3 : match[2] === "beta" ? 2 : 1;
  return [stage, Number(match[1]), Number(match[3] ?? 0)];
}

function strings(values: readonly unknown[]): readonly string[] {
  return values.filter((value) => typeof value === "string");
}
