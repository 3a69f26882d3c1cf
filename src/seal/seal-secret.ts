import { SillageError } from "../errors/index.ts";
import { describeObject, getBoolean, getField, getRecord, getString, type KubeObject } from "../kube/index.ts";
import { type SealingCertificate } from "./certificate.ts";
import { annotateScope, computeLabel, getScope, type SealingScope } from "./scope.ts";
import { sealValue } from "./seal-value.ts";

export interface SealOptions {
  readonly certificate: SealingCertificate;
  /** Default: what the Secret's annotations ask for, else strict. */
  readonly scope?: SealingScope;
  /** A Secret without any item is usually a mistake and refused. */
  readonly allowEmptyData: boolean;
}

/** On a SealedSecret: the fingerprints of the keys its items were sealed with, comma-separated. */
export const sealingKeysAnnotation = "sillage.dev/sealing-keys";

const copiesOfTheObject = new Set(["kubectl.kubernetes.io/last-applied-configuration", "kubecfg.ksonnet.io/last-applied-configuration"]);

/**
 * The SealedSecret of a Secret: each item encrypted on its own, everything else in clear as the template. Throws `invalid` for what is no Secret, has no
 * name, no namespace where the scope needs one, or no items.
 */
export function sealSecret(secret: KubeObject, options: SealOptions): KubeObject {
  const { certificate, scope = getScope(secret.metadata) } = options;
  const { namespace = "", name } = checkSecret(secret, { ...options, scope });
  const label = computeLabel({ namespace, name }, scope);
  const items = [...readItems(secret)].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const sealed = items.map(([item, plaintext]) => [item, sealValue(plaintext, { publicKey: certificate.publicKey, label })]);
  const place = { name, ...(namespace === "" ? {} : { namespace }) };
  return {
    apiVersion: "bitnami.com/v1alpha1",
    kind: "SealedSecret",
    metadata: { ...place, annotations: annotateScope({ [sealingKeysAnnotation]: certificate.fingerprint }, scope) },
    spec: { encryptedData: Object.fromEntries(sealed), template: buildTemplate(secret, { place, scope }) },
  };
}

/** Server-set metadata, owners and copies of the whole object stay behind. */
function buildTemplate(secret: KubeObject, { place, scope }: { readonly place: { readonly name: string; readonly namespace?: string }; readonly scope: SealingScope }): unknown {
  const { labels, annotations = {} } = secret.metadata;
  const kept = annotateScope(Object.fromEntries(Object.entries(annotations).filter(([key]) => !copiesOfTheObject.has(key))), scope);
  const type = getString(secret, "type");
  const immutable = getBoolean(secret, "immutable");
  return {
    metadata: { ...place, ...(labels === undefined ? {} : { labels }), ...(Object.keys(kept).length === 0 ? {} : { annotations: kept }) },
    ...(type === undefined ? {} : { type }),
    ...(immutable === undefined ? {} : { immutable }),
  };
}

/** Refuses what cannot be sealed, and gives back where the Secret belongs. */
function checkSecret(secret: KubeObject, { scope, allowEmptyData }: SealOptions & { readonly scope: SealingScope }): { readonly name: string; readonly namespace?: string } {
  const { name, namespace } = secret.metadata;
  if (secret.apiVersion !== "v1" || secret.kind !== "Secret") throw refuse(secret, "it is not a Secret of v1");
  if (name === undefined || name === "") throw refuse(secret, "it has no metadata.name");
  if (scope !== "cluster-wide" && (namespace === undefined || namespace === "")) throw refuse(secret, `it has no namespace, and the scope ${scope} needs one`);
  const hasItems = ["data", "stringData"].some((field) => Object.keys(getRecord(secret, field) ?? {}).length > 0);
  if (!hasItems && !allowEmptyData) throw refuse(secret, "it has no data");
  return { name, ...(namespace === undefined ? {} : { namespace }) };
}

/** As the API server reads a Secret: `stringData` wins. */
function readItems(secret: KubeObject): ReadonlyMap<string, Buffer> {
  const items = new Map<string, Buffer>();
  for (const [item, value] of Object.entries(getRecord(secret, "data") ?? {})) {
    const bytes = typeof value === "string" ? Buffer.from(value, "base64") : Buffer.alloc(0);
    if (value !== null && bytes.toString("base64") !== (typeof value === "string" ? value.replaceAll(/[\r\n]/g, "") : undefined))
      throw refuse(secret, `data "${item}" is not base64`);
    items.set(item, bytes);
  }
  for (const [item, value] of Object.entries(getRecord(secret, "stringData") ?? {})) {
    if (typeof value !== "string") throw refuse(secret, `stringData "${item}" is not a string`);
    items.set(item, Buffer.from(value));
  }
  if (getField(secret, "data") !== undefined && getField(secret, "data") !== null && getRecord(secret, "data") === undefined) throw refuse(secret, "data is not a map");
  return items;
}

function refuse(secret: KubeObject, reason: string): SillageError {
  return new SillageError("invalid", `Cannot seal ${describeObject(secret)}: ${reason}`, { terminal: true });
}
