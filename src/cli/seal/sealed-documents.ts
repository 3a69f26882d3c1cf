import { SillageError } from "../../errors/index.ts";
import { describeObject, getList, getString, isKubeObject, type KubeObject } from "../../kube/index.ts";
import { parseDocuments } from "../../kube/yaml/index.ts";
import { getScope, isSealedSecret } from "../../seal/index.ts";

/** A SealedSecret and where it stands. */
export interface SealedDocument {
  readonly file: string;
  readonly line: number;
  /** Where it stands in the document of that line: nowhere in particular, or `["items", 2]` of a list. */
  readonly at: readonly (string | number)[];
  /** With the namespace it will have: its own or the one that was given for those without. */
  readonly object: KubeObject;
}

export interface ReadOptions {
  readonly file: string;
  /** For SealedSecrets that leave the namespace to Kustomize or `kubectl -n`. */
  readonly namespace: string | undefined;
}

/** The SealedSecrets of a text; other documents are passed over. Throws `invalid` when it cannot be parsed. */
export function findSealedSecrets(text: string, { file, namespace }: ReadOptions): readonly SealedDocument[] {
  if (!text.includes("SealedSecret")) return [];
  return parseDocuments(text, { file, confidential: true }).flatMap(({ value: document, line }) =>
    listObjects(document).flatMap(({ value, at }) => {
      if (!isKubeObject(value) || !isSealedSecret(value)) return [];
      const { metadata } = value;
      const object = metadata.namespace === undefined && namespace !== undefined ? { ...value, metadata: { ...metadata, namespace } } : value;
      return [{ file, line, at, object }];
    }),
  );
}

/** The document, or the items of the list that it is. */
export function listObjects(document: unknown): readonly { readonly value: unknown; readonly at: SealedDocument["at"] }[] {
  if (getString(document, "kind")?.endsWith("List") !== true) return [{ value: document, at: [] }];
  return getList(document, "items").map((value, index) => ({ value, at: ["items", index] }));
}

/** The same, for a command that was given this file for its SealedSecrets. */
export function readSealedSecrets(text: string, options: ReadOptions): readonly SealedDocument[] {
  const found = findSealedSecrets(text, options);
  if (found.length === 0) throw new SillageError("invalid", `There is no SealedSecret in "${options.file}"`);
  return found;
}

/** `SealedSecret "shop/db" in "db.yaml:3"`, and which item of a list. */
export function describeSealed({ object, file, line, at }: SealedDocument): string {
  const [, index] = at;
  return `${describeObject(object)} in "${file}:${line}"${typeof index === "number" ? `, item ${index + 1}` : ""}`;
}

/** What to add to a failed decryption when the reason may be that the namespace is not known. */
export function hintNamespace({ object }: SealedDocument): string {
  const isUnknown = object.metadata.namespace === undefined && getScope(object.metadata) !== "cluster-wide";
  return isUnknown ? "; it names no namespace: give the one it is sealed for with --namespace" : "";
}
