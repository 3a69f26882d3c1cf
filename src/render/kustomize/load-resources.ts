import { SillageError } from "../../errors/index.ts";
import { parseDocuments } from "../../kube/yaml/index.ts";
import type { Origin } from "../view/index.ts";
import { copyParsed, isMutableRecord, type MutableRecord } from "./json.ts";
import { Unsupported } from "./unsupported.ts";

export interface LoadedObject {
  readonly object: MutableRecord;
  readonly origin: Origin;
}

/** Plain dates become timestamps in the original; quoted ones are left alone there as here. */
const plainDate = /(?:^|[\s:,[{-])\d{4}-\d\d?-\d\d?(?:$|[Tt\s,\]}])/m;

/** The objects of a YAML or JSON text, lists of objects taken apart. Throws `invalid` with file and line for what is no object. */
export function loadObjects(text: string | Uint8Array, file: string): LoadedObject[] {
  const source = typeof text === "string" ? text : new TextDecoder("utf-8", { ignoreBOM: true }).decode(text);
  if (plainDate.test(source)) throw new Unsupported(`"${file}" may hold an unquoted date`);
  const queue = parseDocuments(text, { file, strict: true, dialect: "kustomize" }).map(({ value, line }) => ({ value, origin: { file, line } }));
  const loaded: LoadedObject[] = [];
  for (const { value, origin } of queue) {
    if (value === null || value === undefined || (isMutableRecord(value) && Object.keys(value).length === 0)) continue;
    if (!isMutableRecord(value)) throw notAnObject(origin, "it is not a map");
    const items = itemsOf(value, origin);
    if (items !== undefined) queue.push(...items.map((item) => ({ value: item, origin })));
    else loaded.push({ object: copyParsed(value), origin });
  }
  return loaded;
}

/** The items of a `FooList`; undefined for any other object. */
function itemsOf(value: MutableRecord, origin: Origin): readonly unknown[] | undefined {
  const kind = value["kind"];
  if (typeof kind !== "string" || kind === "") throw notAnObject(origin, "it has no kind");
  const isList = kind.endsWith("List");
  const metadata = value["metadata"];
  if (!isList && (!isMutableRecord(metadata) || typeof metadata["name"] !== "string" || metadata["name"] === "")) throw notAnObject(origin, "it has no metadata.name");
  if (!isList || !Object.hasOwn(value, "items")) return undefined;
  const items = value["items"];
  if (items === null || items === undefined) return [];
  if (!Array.isArray(items)) throw notAnObject(origin, "its items are not a list");
  return items;
}

function notAnObject({ file, line }: Origin, problem: string): SillageError {
  return new SillageError("invalid", `Cannot read the object at line ${line} of "${file}": ${problem}`, { terminal: true, reason: "InvalidManifest" });
}
