import { getBoolean, getField, getRecord, getString, getStringMap, type KubeObject, parseApiVersion } from "../kube/index.ts";
import { SillageError } from "../errors/index.ts";
import { getScope, type SealingScope } from "./scope.ts";

export interface SealedSecret {
  readonly namespace: string;
  readonly name: string;
  readonly scope: SealingScope;
  /** Item → sealed text. What is no string in the object is "" here: it fails as an item and does not hide the others. */
  readonly encryptedData: Readonly<Record<string, string>>;
  /** The whole Secret in one sealed value, as the first versions wrote it. */
  readonly legacyData: string | undefined;
  readonly template: SecretTemplate;
}

/** What the Secret gets besides the decrypted items. */
export interface SecretTemplate {
  /** Of the Secret that was sealed, as kubeseal leaves it here. The Secret in the cluster is named after the SealedSecret. */
  readonly name: string | undefined;
  readonly namespace: string | undefined;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly type: string | undefined;
  readonly immutable: boolean | undefined;
  /** Go templates over the decrypted items; null leaves an item out of the Secret. */
  readonly data: Readonly<Record<string, string | null>>;
}

/** Whether the object is a SealedSecret of a version we know. */
export function isSealedSecret(object: Pick<KubeObject, "apiVersion" | "kind">): boolean {
  return object.kind === "SealedSecret" && parseApiVersion(object.apiVersion).group === "bitnami.com";
}

/** Reads what can be read; throws `invalid` only when the object is no SealedSecret or has no name. */
export function parseSealedSecret(object: KubeObject): SealedSecret {
  const { name, namespace = "" } = object.metadata;
  if (!isSealedSecret(object) || name === undefined) {
    throw new SillageError("invalid", `Cannot use ${object.kind} "${name ?? ""}" as a SealedSecret`, { terminal: true });
  }
  const encryptedData = Object.entries(getRecord(object, "spec", "encryptedData") ?? {});
  return {
    namespace,
    name,
    scope: getScope(object.metadata),
    encryptedData: Object.fromEntries(encryptedData.map(([item, text]) => [item, typeof text === "string" ? text : ""])),
    legacyData: getString(object, "spec", "data"),
    template: parseTemplate(getField(object, "spec", "template")),
  };
}

function parseTemplate(template: unknown): SecretTemplate {
  const data = Object.entries(getRecord(template, "data") ?? {});
  return {
    name: getString(template, "metadata", "name"),
    namespace: getString(template, "metadata", "namespace"),
    labels: getStringMap(template, "metadata", "labels"),
    annotations: getStringMap(template, "metadata", "annotations"),
    type: getString(template, "type"),
    immutable: getBoolean(template, "immutable"),
    data: Object.fromEntries(data.filter((entry): entry is [string, string | null] => typeof entry[1] === "string" || entry[1] === null)),
  };
}
