import { SillageError } from "../../errors/index.ts";
import { type Directory, readFileIn } from "./directory.ts";
import type { MutableRecord } from "./json.ts";
import type { GeneratorEntry, GeneratorOptions } from "./kustomization.ts";
import { Unsupported } from "./unsupported.ts";

export type Behavior = "create" | "merge" | "replace";

/** A ConfigMap or Secret made from files and literals, and what to do with the object of that name that may be there. */
export interface Generated {
  readonly object: MutableRecord;
  readonly behavior: Behavior;
  readonly needsHash: boolean;
}

export interface GenerateOptions {
  readonly kind: "ConfigMap" | "Secret";
  readonly defaults: GeneratorOptions | undefined;
}

/** Throws `invalid` for a missing name, a malformed pair, or a key that is illegal or there twice; `notFound` for a missing file. */
export async function generate(directory: Directory, entry: GeneratorEntry, { kind, defaults }: GenerateOptions): Promise<Generated> {
  const { name = "", namespace = "", behavior = "", type = "" } = entry;
  if (name === "") throw invalid(directory.file, `a ${kind} must have a name`);
  const options = withDefaults(entry.options, defaults);
  const object: MutableRecord = {
    apiVersion: "v1",
    kind,
    metadata: { name, ...(namespace === "" ? {} : { namespace }), ...nonEmpty("labels", options.labels), ...nonEmpty("annotations", options.annotations) },
    ...(kind === "Secret" ? { type: type === "" ? "Opaque" : type } : {}),
    ...encodeData(await readPairs(directory, entry), kind),
    ...(options.immutable === true ? { immutable: true } : {}),
  };
  return { object, behavior: behavior === "merge" || behavior === "replace" ? behavior : "create", needsHash: options.disableNameSuffixHash !== true };
}

/** An entry's own labels and annotations win; the switches hold when either side sets them. */
function withDefaults(own: GeneratorOptions = {}, defaults: GeneratorOptions = {}): GeneratorOptions {
  return {
    labels: { ...defaults.labels, ...own.labels },
    annotations: { ...defaults.annotations, ...own.annotations },
    disableNameSuffixHash: own.disableNameSuffixHash === true || defaults.disableNameSuffixHash === true,
    immutable: own.immutable === true || defaults.immutable === true,
  };
}

function nonEmpty(field: string, map: Readonly<Record<string, string>> | undefined): MutableRecord {
  return map === undefined || Object.keys(map).length === 0 ? {} : { [field]: { ...map } };
}

async function readPairs(directory: Directory, { envs = [], env = "", literals = [], files = [], name = "" }: GeneratorEntry): Promise<ReadonlyMap<string, Buffer>> {
  const pairs: (readonly [string, Buffer])[] = [];
  for (const path of env === "" ? envs : [...envs, env]) pairs.push(...parseEnvFile(Buffer.from(await readFileIn(directory, path)), path));
  for (const literal of literals) pairs.push(parseLiteral(literal, directory.file));
  for (const source of files) {
    const { key, path } = parseFileSource(source, directory.file);
    pairs.push([key, Buffer.from(await readFileIn(directory, path))]);
  }
  const byKey = new Map<string, Buffer>();
  for (const [key, value] of pairs) {
    if (!/^[-._a-zA-Z0-9]{1,253}$/.test(key)) throw invalid(directory.file, `"${key}" is not a legal key`);
    if (byKey.has(key)) throw invalid(directory.file, `"${name}" has the key "${key}" twice`);
    byKey.set(key, value);
  }
  return byKey;
}

function parseEnvFile(bytes: Buffer, path: string): (readonly [string, Buffer])[] {
  const text = decodeText(bytes);
  if (text === undefined) throw invalid(path, "it is not UTF-8 text");
  const lines = text.replace(/^\uFEFF/, "").split(/\r?\n/);
  return lines.flatMap((untrimmed) => {
    const line = untrimmed.trimStart();
    if (line === "" || line.startsWith("#")) return [];
    const at = line.indexOf("=");
    const key = at < 0 ? line : line.slice(0, at);
    if (!/^[-._a-zA-Z][-._a-zA-Z0-9]*$/.test(key)) throw invalid(path, `"${key}" is not a legal variable name`);
    return [[key, Buffer.from(at < 0 ? "" : line.slice(at + 1))] as const];
  });
}

function parseLiteral(literal: string, file: string): readonly [string, Buffer] {
  const at = literal.indexOf("=");
  if (at <= 0) throw invalid(file, "a literal is not of the form key=value");
  const value = literal.slice(at + 1);
  const isQuoted = value.length > 1 && (value.startsWith('"') || value.startsWith("'")) && value.endsWith(value.charAt(0));
  return [literal.slice(0, at), Buffer.from(isQuoted ? value.slice(1, -1) : value)];
}

function parseFileSource(source: string, file: string): { readonly key: string; readonly path: string } {
  const [key = "", path, ...rest] = source.split("=");
  if (path === undefined) return { key: source.split("/").at(-1) ?? source, path: source };
  if (key === "" || path === "" || rest.length > 0) throw invalid(file, `"${source}" is not of the form key=file`);
  return { key, path };
}

/** Kustomize cannot print these. */
// oxlint-disable-next-line no-control-regex
const hasControl = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;

function encodeData(pairs: ReadonlyMap<string, Buffer>, kind: GenerateOptions["kind"]): MutableRecord {
  if (kind === "Secret") return { data: Object.fromEntries([...pairs].map(([key, value]) => [key, encodeBase64(value)])) };
  const data: [string, string][] = [];
  const binaryData: [string, string][] = [];
  for (const [key, value] of pairs) {
    const text = decodeText(value);
    if (text !== undefined && hasControl.test(text)) throw new Unsupported(`"${key}" has control characters`);
    if (text === undefined) binaryData.push([key, encodeBase64(value)]);
    else data.push([key, text]);
  }
  return { ...nonEmpty("data", Object.fromEntries(data)), ...nonEmpty("binaryData", Object.fromEntries(binaryData)) };
}

/** In lines of 70 characters when there is more than one, as Kustomize writes it; the hash depends on it. */
function encodeBase64(value: Buffer): string {
  const text = value.toString("base64");
  return text.length < 70 ? text : text.replaceAll(/.{1,70}/g, "$&\n");
}

function decodeText(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function invalid(file: string, problem: string): SillageError {
  return new SillageError("invalid", `Cannot generate from "${file}": ${problem}`, { terminal: true, reason: "InvalidGenerator" });
}
