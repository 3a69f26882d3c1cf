import { SillageError } from "../../errors/index.ts";
import type { JsonValue } from "../../kube/index.ts";

/** Deeper than any manifest, and shallow enough for whatever walks a value by recursion. */
const maxDepth = 256;

/** JSON that somebody sends, as a body or as the text of a field. Throws `invalid`, with `what` it should have been. */
export function parseJson(text: string, what: string): JsonValue {
  requireShallow(text, what);
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new SillageError("invalid", `${what} is not JSON`, { cause });
  }
}

/** Counts brackets outside of strings, before anything is built from them. */
function requireShallow(text: string, what: string): void {
  let depth = 0;
  let isString = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (isString && character === "\\") index += 1;
    else if (character === '"') isString = !isString;
    else if (!isString && (character === "[" || character === "{")) depth += 1;
    else if (!isString && (character === "]" || character === "}")) depth -= 1;
    if (depth > maxDepth) throw new SillageError("invalid", `${what} is nested deeper than ${maxDepth} levels`);
  }
}
