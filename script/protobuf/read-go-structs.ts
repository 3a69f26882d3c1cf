import { existsSync, globSync, readFileSync } from "node:fs";
import path from "node:path";

/** A field of a Go struct that goes over the wire. */
export interface GoField {
  readonly number: number;
  /** Its name in JSON; "" for an embedded struct, whose fields stand in JSON beside those of the outer one. */
  readonly name: string;
  readonly type: string;
  /** How it is encoded, by its type: what the tag says of this is often wrong, and nobody reads it. */
  readonly wire: "varint" | "bytes";
  /** JSON leaves it out when it is zero. */
  readonly omitted: boolean;
}

const structPattern = /^type (\w+) struct \{\n([^]*?)^\}/gm;
const fieldPattern = /^\t(?:\w+\s+)?([*\w.[\]]+)\s+`json:"([^",]*)((?:,\w+)*)"[^`\n]*protobuf:"\w+,(\d+)/gm;

/** The structs of one package by name; none when there is no such package. */
export function readGoStructs(folder: string): ReadonlyMap<string, readonly GoField[]> {
  if (!existsSync(folder)) return new Map();
  const files = globSync("*.go", { cwd: folder }).filter((file) => !file.endsWith("_test.go") && !file.startsWith("zz_generated"));
  const structs = files.flatMap((file) => Array.from(readFileSync(path.join(folder, file), "utf8").matchAll(structPattern)));
  return new Map(structs.map(([, name = "", body = ""]) => [name, readFields(body)]));
}

function readFields(body: string): readonly GoField[] {
  return Array.from(body.matchAll(fieldPattern), ([, type = "", name = "", options = "", number = ""]) => ({
    number: Number(number),
    name,
    type,
    wire: /^\*?(?:\[\])?(?:int32|int64|bool)$/.test(type) ? "varint" : "bytes",
    omitted: options.includes(",omitzero") || (options.includes(",omitempty") && !type.startsWith("*")),
  }));
}
