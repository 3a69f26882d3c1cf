import { SillageError } from "../../errors/index.ts";
import { getList, getString, isKubeObject, type KubeObject } from "../../kube/index.ts";
import { parseDocuments } from "../../kube/yaml/index.ts";

/** A Secret and where it was read. */
export interface SecretDocument {
  readonly secret: KubeObject;
  readonly place: string;
}

/** The Secrets of a text, lists of them included. Throws `invalid` that names the document and quotes nothing of it. */
export function readSecrets(text: string, file: string): readonly SecretDocument[] {
  const documents = parseDocuments(text, { file, confidential: true }).flatMap(({ value, line }) => {
    const place = `${file}:${line}`;
    if (getString(value, "kind")?.endsWith("List") === true) return getList(value, "items").map((item, index) => ({ value: item, place: `${place}, item ${index + 1}` }));
    return [{ value, place }];
  });
  if (documents.length === 0) throw new SillageError("invalid", `There is no Secret in "${file}"`);
  return documents.map(({ value, place }) => {
    if (!isKubeObject(value) || value.kind !== "Secret") throw new SillageError("invalid", `Document "${place}" is not a Secret`);
    return { secret: value, place };
  });
}
