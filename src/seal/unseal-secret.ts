import { describeError } from "../errors/index.ts";
import { getRecord, isKubeObject, type KubeObject } from "../kube/index.ts";
import { parseSealedSecret, type SealedSecret } from "./sealed-secret.ts";
import { type UnsealingKey } from "./sealing-key.ts";
import { renderTemplate } from "./template/render-template.ts";
import { failUnseal, type FailedUnseal, type ItemFailure, legacyItem, unsealItems } from "./unseal-items.ts";

export interface UnsealedSecret {
  readonly kind: "unsealed";
  /** The Secret as it belongs into the cluster, without owner. */
  readonly secret: KubeObject;
  /** Item → fingerprint of the key that opened it. */
  readonly keyFingerprints: Readonly<Record<string, string>>;
}

/**
 * The Secret of a SealedSecret: its decrypted items, and its templates rendered over them. An item that cannot be had fails the whole, with its name.
 * Throws `invalid` when the object is no SealedSecret.
 */
export async function unsealSecret(object: KubeObject, keys: readonly UnsealingKey[]): Promise<UnsealedSecret | FailedUnseal> {
  const sealedSecret = parseSealedSecret(object);
  const unsealed = await unsealItems(sealedSecret, keys);
  if (unsealed.kind === "failed") return unsealed;
  const keyFingerprints = Object.fromEntries([...unsealed.items].map(([item, { keyFingerprint }]) => [item, keyFingerprint]));
  const items = new Map([...unsealed.items].map(([item, { plaintext }]) => [item, Buffer.from(plaintext)]));
  const legacy = sealedSecret.legacyData === undefined ? undefined : items.get(legacyItem);
  if (legacy !== undefined) return unsealLegacy(sealedSecret, { json: legacy, keyFingerprints });

  const { data, failures } = renderData(sealedSecret, items);
  if (failures.length > 0) return failUnseal(failures);
  return { kind: "unsealed", secret: buildSecret(sealedSecret, data), keyFingerprints };
}

/** Templates see the items and the texts of one another; an item always wins over a template of its name. */
function renderData({ template }: SealedSecret, items: ReadonlyMap<string, Buffer>): { readonly data: ReadonlyMap<string, Buffer>; readonly failures: readonly ItemFailure[] } {
  const texts = Object.entries(template.data).filter((entry): entry is [string, string] => entry[1] !== null);
  const values = new Map([...texts.map(([item, text]) => [item, Buffer.from(text)] as const), ...items]);
  const data = new Map([...items].filter(([item]) => template.data[item] !== null));
  const failures: ItemFailure[] = [];
  for (const [item, text] of texts) {
    try {
      const rendered = renderTemplate(text, values);
      if (!items.has(item)) data.set(item, rendered);
    } catch (error) {
      failures.push({ item, reason: "template", message: describeError(error) });
    }
  }
  return { data, failures };
}

function buildSecret({ name, namespace, template }: SealedSecret, data: ReadonlyMap<string, Buffer>): KubeObject {
  const { labels, annotations, type, immutable } = template;
  return {
    apiVersion: "v1",
    kind: "Secret",
    metadata: {
      name,
      ...(namespace === "" ? {} : { namespace }),
      ...(Object.keys(labels).length === 0 ? {} : { labels }),
      ...(Object.keys(annotations).length === 0 ? {} : { annotations }),
    },
    ...(type === undefined || type === "" ? {} : { type }),
    ...(immutable === undefined ? {} : { immutable }),
    data: Object.fromEntries([...data].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([item, bytes]) => [item, bytes.toString("base64")])),
  };
}

function unsealLegacy(
  { name, namespace }: SealedSecret,
  { json, keyFingerprints }: { readonly json: Buffer; readonly keyFingerprints: Readonly<Record<string, string>> },
): UnsealedSecret | FailedUnseal {
  const secret = parseSecretJson(json);
  if (secret === undefined) return failUnseal([{ item: legacyItem, reason: "malformed", message: "the sealed value is no Secret" }]);
  const { labels, annotations } = secret.metadata;
  const metadata = { name, ...(namespace === "" ? {} : { namespace }), ...(labels === undefined ? {} : { labels }), ...(annotations === undefined ? {} : { annotations }) };
  return { kind: "unsealed", secret: { ...secret, metadata, data: getRecord(secret, "data") ?? {} }, keyFingerprints };
}

function parseSecretJson(json: Buffer): KubeObject | undefined {
  try {
    const value: unknown = JSON.parse(json.toString());
    return isKubeObject(value) && value.kind === "Secret" ? value : undefined;
  } catch {
    return undefined;
  }
}
