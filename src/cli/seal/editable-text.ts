import { isUtf8 } from "node:buffer";
import { SillageError } from "../../errors/index.ts";
import { describeObject, getRecord, type KubeObject } from "../../kube/index.ts";
import { stringifyYaml } from "../../kube/yaml/index.ts";
import type { SealedSecret, UnsealedItems } from "../../seal/index.ts";
import { readSecrets } from "./read-secrets.ts";
import type { SealedDocument } from "./sealed-documents.ts";

/** A SealedSecret with its items in clear. */
export interface OpenedSecret {
  readonly sealed: SealedDocument;
  readonly parsed: SealedSecret;
  readonly items: UnsealedItems["items"];
}

/** What a person edits: one Secret per SealedSecret, texts as texts and everything else as base64. */
export function formatEditable(opened: readonly OpenedSecret[]): string {
  return opened.map((secret) => `# Change, add or remove items; nothing else is read back. An unchanged text changes nothing.\n${stringifyYaml(toSecret(secret))}`).join("---\n");
}

function toSecret({ sealed, items }: OpenedSecret): KubeObject {
  const { name, namespace } = sealed.object.metadata;
  const all = [...items].map(([item, { plaintext }]) => [item, Buffer.from(plaintext)] as const);
  const texts = all.filter(([, bytes]) => isText(bytes));
  const binaries = all.filter(([, bytes]) => !isText(bytes));
  return {
    apiVersion: "v1",
    kind: "Secret",
    metadata: { ...(name === undefined ? {} : { name }), ...(namespace === undefined ? {} : { namespace }) },
    stringData: Object.fromEntries(texts.map(([item, bytes]) => [item, bytes.toString("utf8")])),
    ...(binaries.length === 0 ? {} : { data: Object.fromEntries(binaries.map(([item, bytes]) => [item, bytes.toString("base64")])) }),
  };
}

function isText(bytes: Buffer): boolean {
  // oxlint-disable-next-line no-control-regex -- these make a text binary
  return isUtf8(bytes) && !/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/.test(bytes.toString("utf8"));
}

/** The items as the person wants them, in the order of the SealedSecrets. Throws `invalid`, quoting no value. */
export function parseEdited(text: string, opened: readonly OpenedSecret[]): readonly ReadonlyMap<string, Uint8Array>[] {
  const documents = readSecrets(text, "the edited text");
  if (documents.length !== opened.length) throw new SillageError("invalid", `The text holds ${documents.length} Secrets where ${opened.length} were: none may come or go`);
  return documents.map(({ secret }, index) => {
    const { name, namespace } = opened[index]?.sealed.object.metadata ?? {};
    if (secret.metadata.name !== name || secret.metadata.namespace !== namespace)
      throw new SillageError("invalid", `${describeObject(secret)} was not there before: names and order must stay`);
    return readItems(secret);
  });
}

function readItems(secret: KubeObject): ReadonlyMap<string, Uint8Array> {
  const items = new Map<string, Uint8Array>();
  for (const [item, value] of Object.entries(getRecord(secret, "data") ?? {})) {
    const bytes = Buffer.from(typeof value === "string" ? value : "?", "base64");
    if (typeof value !== "string" || bytes.toString("base64") !== value.replaceAll(/\s/g, ""))
      throw new SillageError("invalid", `The data "${item}" of ${describeObject(secret)} is not base64`);
    items.set(item, bytes);
  }
  for (const [item, value] of Object.entries(getRecord(secret, "stringData") ?? {})) {
    if (typeof value !== "string") throw new SillageError("invalid", `The stringData "${item}" of ${describeObject(secret)} is not a string: put it in quotes`);
    items.set(item, Buffer.from(value));
  }
  return items;
}
