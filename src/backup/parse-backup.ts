import { apiVersion, parseApplication, parseAppProject } from "../api/index.ts";
import { describeError, isSillageError, SillageError } from "../errors/index.ts";
import { describeObject, formatKey, getRecord, isKubeObject, keyOf, type KubeObject } from "../kube/index.ts";
import { parseDocuments, type YamlDocument } from "../kube/yaml/index.ts";

export interface ParseBackupOptions {
  /** Named in errors. */
  readonly file: string;
  /** Where objects belong that name no namespace. */
  readonly namespace: string;
}

const kinds: Readonly<Record<string, readonly string[]>> = { v1: ["ConfigMap", "Secret"], [apiVersion]: ["AppProject", "Application", "ApplicationSet"] };
const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/**
 * All objects of an export, ours or Argo CD's. Throws `invalid`, with the line and without a secret, when a document is none of what an export holds, when
 * one is there twice, or when the text does not end as an export does: half of a file must never be taken for a whole one.
 */
export function parseBackup(text: string, { file, namespace }: ParseBackupOptions): readonly KubeObject[] {
  if (text.trim() === "") throw new SillageError("invalid", `"${file}" holds no object`);
  if (!/(?:^|\n)---\s*$/.test(text)) throw new SillageError("invalid", `"${file}" may be cut off: an export ends with a line "---". If it is whole, add that line`);
  const documents = parseDocuments(text, { file, confidential: true, strict: true });
  const objects = documents.map((document) => readObject(document, { file, namespace }));
  const seen = new Set<string>();
  for (const object of objects) {
    const key = formatKey(keyOf(object));
    if (seen.has(key)) throw new SillageError("invalid", `"${file}" holds ${describeObject(object)} twice`);
    seen.add(key);
  }
  return objects;
}

function readObject({ value, line }: YamlDocument, { file, namespace }: ParseBackupOptions): KubeObject {
  const refuse = (problem: string): SillageError => new SillageError("invalid", `"${file}:${line}" cannot be imported: ${problem}`);
  if (!isKubeObject(value)) throw refuse("it is no object with apiVersion, kind and metadata");
  const object: KubeObject = { ...value, metadata: { ...value.metadata, namespace: value.metadata.namespace ?? namespace } };
  if (typeof object.metadata.name !== "string" || object.metadata.name === "") throw refuse("it has no metadata.name");
  if (kinds[object.apiVersion]?.includes(object.kind) !== true) throw refuse(`${object.apiVersion} ${object.kind} is no part of an export`);
  const problem = findProblem(object);
  if (problem !== undefined) throw refuse(problem);
  return object;
}

function findProblem(object: KubeObject): string | undefined {
  if (object.apiVersion === "v1") return findDataProblem(object);
  if (getRecord(object, "spec") === undefined) return `${describeObject(object)} has no spec`;
  try {
    if (object.kind === "Application") parseApplication(object);
    if (object.kind === "AppProject") parseAppProject(object);
    return undefined;
  } catch (error) {
    if (isSillageError(error, "invalid")) return describeError(error);
    throw error;
  }
}

function findDataProblem(object: KubeObject): string | undefined {
  const isText = object.kind === "Secret" ? (value: unknown) => typeof value === "string" && base64.test(value) : (value: unknown) => typeof value === "string";
  const bad = Object.entries(getRecord(object, "data") ?? {}).find(([, value]) => !isText(value));
  return bad === undefined ? undefined : `key "${bad[0]}" of ${describeObject(object)} is no ${object.kind === "Secret" ? "base64" : "text"}`;
}
