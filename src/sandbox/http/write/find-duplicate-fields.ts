/**
 * The fields that stand twice in one object of a JSON text, as paths like `spec.containers[0].name`. JSON.parse keeps the last of them without a
 * word. The text must be valid JSON.
 */
export function findDuplicateFields(text: string): readonly string[] {
  const duplicates = new Set<string>();
  const stack: Level[] = [];
  for (const [token] of text.matchAll(tokens)) {
    const top = stack.at(-1);
    if (token === "{" || token === "[") stack.push({ kind: token, path: top === undefined ? "" : pathInside(top), keys: new Set(), key: "", index: 0, expectsKey: token === "{" });
    else if (token === "}" || token === "]") stack.pop();
    else if (top === undefined) continue;
    else if (token === ",") advance(top);
    else if (token === ":") top.expectsKey = false;
    else if (top.expectsKey) readKey(top, token, duplicates);
  }
  return [...duplicates];
}

/** Structure and strings; numbers and words between them do not matter. */
const tokens = /[{}[\],:]|"(?:[^"\\]|\\.)*"/g;

interface Level {
  readonly kind: "{" | "[";
  readonly path: string;
  readonly keys: Set<string>;
  key: string;
  index: number;
  expectsKey: boolean;
}

function pathInside(level: Level): string {
  if (level.kind === "[") return `${level.path}[${level.index}]`;
  return level.path === "" ? level.key : `${level.path}.${level.key}`;
}

function advance(level: Level): void {
  if (level.kind === "{") level.expectsKey = true;
  else level.index += 1;
}

function readKey(level: Level, token: string, duplicates: Set<string>): void {
  level.key = token.includes("\\") ? String(JSON.parse(token)) : token.slice(1, -1);
  level.expectsKey = false;
  if (level.keys.has(level.key)) duplicates.add(pathInside(level));
  level.keys.add(level.key);
}
