import { Value } from "typebox/value";
import { SillageError } from "../../errors/index.ts";
import { isRecord } from "../../kube/index.ts";
import { parseDocuments } from "../../kube/yaml/index.ts";
import type { FileView } from "../view/index.ts";
import { type Kustomization, kustomizationSchema, unsupportedFields } from "./kustomization.ts";
import { Unsupported } from "./unsupported.ts";

const fileNames = ["kustomization.yaml", "kustomization.yml", "Kustomization"];

export interface LoadedKustomization {
  /** The file it stands in, for messages. */
  readonly file: string;
  readonly content: Kustomization;
}

/** Reads the kustomization of a directory. Throws `notFound` when there is none, `invalid` when there are several or it is malformed. */
export async function loadKustomization(view: FileView, directory: string): Promise<LoadedKustomization> {
  const found: { readonly file: string; readonly bytes: Uint8Array }[] = [];
  for (const name of fileNames) {
    const file = directory === "" ? name : `${directory}/${name}`;
    const bytes = await view.readFile(file);
    if (bytes !== undefined) found.push({ file, bytes });
  }
  const [first, second] = found;
  if (first === undefined) throw new SillageError("notFound", `No kustomization file in "${directory}"`, { terminal: true, reason: "KustomizationNotFound" });
  if (second !== undefined) throw invalid(directory, `both "${first.file}" and "${second.file}" are kustomization files`);
  return { file: first.file, content: parseKustomization(first.bytes, first.file) };
}

function parseKustomization(bytes: Uint8Array, file: string): Kustomization {
  const value = dropNulls(parseDocuments(bytes, { file })[0]?.value ?? {});
  if (!isRecord(value)) throw invalid(file, "it is not a map");
  for (const field of unsupportedFields) if (!isEmpty(value[field])) throw new Unsupported(`"${file}" has the field "${field}"`);
  const known = Object.fromEntries(Object.entries(value).filter(([field]) => !unsupportedFields.includes(field)));
  if (!Value.Check(kustomizationSchema, known)) throw invalid(file, describeProblem(known));
  checkType(known, file);
  if (Object.entries(known).every(([field, content]) => field === "apiVersion" || field === "kind" || isEmpty(content))) throw invalid(file, "it is empty");
  return known;
}

function checkType({ kind = "Kustomization", apiVersion }: { readonly kind?: string; readonly apiVersion?: string }, file: string): void {
  if (kind !== "Kustomization" && kind !== "Component") throw invalid(file, `kind "${kind}" is neither Kustomization nor Component`);
  const wanted = `kustomize.config.k8s.io/${kind === "Component" ? "v1alpha1" : "v1beta1"}`;
  if (apiVersion !== undefined && apiVersion !== wanted) throw invalid(file, `apiVersion "${apiVersion}" of a ${kind} must be "${wanted}"`);
}

function describeProblem(value: unknown): string {
  for (const error of Value.Errors(kustomizationSchema, value)) {
    if (error.keyword === "additionalProperties") return `field "${[error.instancePath.slice(1), ...error.params.additionalProperties].filter(Boolean).join("/")}" is unknown`;
    if (error.keyword !== "boolean") return `field "${error.instancePath.slice(1)}" ${error.message}`;
  }
  return "it is malformed";
}

/** Null counts as absent, as it does where the original is decoded. */
function dropNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(dropNulls);
  if (!isRecord(value) || JSON.isRawJSON(value)) return value;
  return Object.fromEntries(Object.entries(value).flatMap(([field, child]) => (child === null ? [] : [[field, dropNulls(child)]])));
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === "") return true;
  return typeof value === "object" && Object.keys(value).length === 0;
}

function invalid(file: string, problem: string): SillageError {
  return new SillageError("invalid", `Cannot read kustomization "${file}": ${problem}`, { terminal: true, reason: "InvalidKustomization" });
}
