import { type GroupVersionKind, formatApiVersion, parseApiVersion } from "../index.ts";
import { type Definitions, loadDefinitions, loadDescriptions } from "./load.ts";
import type { StructNode } from "./node.ts";
import type { StoredDescriptions } from "./stored.ts";

/** The schema of a built-in kind, lists included (`DeploymentList`); undefined for any other kind. Must not be mutated. */
export function findBuiltin({ group, version, kind }: GroupVersionKind): StructNode | undefined {
  const { kinds, definitions } = getDefinitions();
  return definitions.get(kinds[`${formatApiVersion(group, version)}/${kind}`] ?? "");
}

/** Every built-in kind of the emulated Kubernetes version, lists included. */
export function getBuiltinKinds(): readonly GroupVersionKind[] {
  return Object.keys(getDefinitions().kinds).map((key) => {
    const slash = key.lastIndexOf("/");
    return { ...parseApiVersion(key.slice(0, slash)), kind: key.slice(slash + 1) };
  });
}

/** Which data the schema comes from; changes whenever the schema does. */
export function getSchemaSource(): string {
  return getDefinitions().source;
}

/** A definition by name, such as `io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta`. */
export function findDefinition(name: string): StructNode | undefined {
  return getDefinitions().definitions.get(name);
}

/** What the API says about a definition ("" as field) or one of its fields; "" when it says nothing. */
export function describeField(definition: string, field: string): string {
  return getDescriptions()[definition]?.[field] ?? "";
}

const getDefinitions = once<Definitions>(loadDefinitions);
const getDescriptions = once<StoredDescriptions>(loadDescriptions);

/** Constant data of the package, read at its first use and never changed. */
function once<T extends object>(load: () => T): () => T {
  let loaded: T | undefined;
  return () => (loaded ??= load());
}
