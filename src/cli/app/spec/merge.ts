import { getString } from "../../../kube/index.ts";
import { misusedFlags } from "../../exit-code.ts";

/** Puts `name=value` into a list of Helm parameters; one of the same name is replaced in its place. */
export function addParameter(forceString: boolean): (current: unknown, text: string) => unknown {
  return (current, text) => {
    const [name, value] = splitPair(text, forceString ? "--helm-set-string" : "--helm-set");
    return upsert(current, { name, value, ...(forceString ? { forceString } : {}) }, nameOf);
  };
}

export function addFileParameter(current: unknown, text: string): unknown {
  const [name, path] = splitPair(text, "--helm-set-file");
  return upsert(current, { name, path }, nameOf);
}

/** An override replaces that of the same image, which is what stands before its tag, its digest or the new name. */
export function addImage(current: unknown, text: string): unknown {
  return upsert(current, text, imageOf);
}

export function addReplica(current: unknown, text: string): unknown {
  const [name, count] = splitPair(text, "--kustomize-replica");
  if (!/^\d{1,9}$/.test(count)) throw misusedFlags(`"${text}" is not NAME=COUNT, as --kustomize-replica takes it`);
  return upsert(current, { name, count: Number(count) }, nameOf);
}

/** Adds a word to a set; a word with `!` before it is taken out. An empty set is none. */
export function addSet(current: unknown, text: string): unknown {
  const word = text.replace(/^!/, "");
  const others = listOf(current).filter((each) => each !== word);
  const after = text.startsWith("!") ? others : listOf(current).includes(word) ? listOf(current) : [...others, word];
  return after.length === 0 ? undefined : after;
}

/** The name and the value of `NAME=VALUE`. Throws a misuse of the flag for anything else. */
export function splitPair(pair: string, flag: string): readonly [string, string] {
  const at = pair.indexOf("=");
  if (at < 1) throw misusedFlags(`"${pair}" is not NAME=VALUE, as ${flag} takes it`);
  return [pair.slice(0, at), pair.slice(at + 1)];
}

/** The list without the entries that have one of the names. An empty list is none. */
export function withoutNamed(current: unknown, names: readonly string[]): unknown {
  const left = listOf(current).filter((entry) => !names.includes(nameOf(entry)));
  return left.length === 0 ? undefined : left;
}

export function withoutImages(current: unknown, images: readonly string[]): unknown {
  const left = listOf(current).filter((entry) => !images.includes(imageOf(entry)));
  return left.length === 0 ? undefined : left;
}

function upsert(current: unknown, entry: unknown, keyOf: (entry: unknown) => string): readonly unknown[] {
  const entries = listOf(current);
  const isSame = (other: unknown): boolean => keyOf(other) === keyOf(entry);
  return entries.some(isSame) ? entries.map((other) => (isSame(other) ? entry : other)) : [...entries, entry];
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function nameOf(entry: unknown): string {
  return typeof entry === "string" ? entry : (getString(entry, "name") ?? "");
}

function imageOf(entry: unknown): string {
  return String(entry).split(/[=:@]/, 1)[0] ?? "";
}
