/** Whether a whole text matches. */
export type GlobMatcher = (text: string) => boolean;

type Part =
  | { readonly kind: "text"; readonly text: string }
  /** Any characters, none too; `within` is the separator it does not cross. */
  | { readonly kind: "many"; readonly within: string | undefined }
  | { readonly kind: "one"; readonly admits: (character: string) => boolean }
  | { readonly kind: "either"; readonly options: readonly (readonly Part[])[] };

/**
 * The matcher of a glob as Argo CD's library reads it: `*` and `?` stop at the separator, `**` does not; `[abc]`, `[a-z]`, `[!…]`, `{a,b}`, `\` takes the
 * next character as it is. `undefined` when the pattern makes no sense. Time grows with pattern × text and no faster, whoever wrote the pattern.
 */
export function compileGlob(pattern: string, separator?: string): GlobMatcher | undefined {
  const parts = parseGlob(pattern, separator);
  if (parts === undefined) return undefined;
  return matchLiterals(parts) ?? ((text) => advance(parts, text, new Set([0])).has(text.length));
}

function parseGlob(pattern: string, separator: string | undefined): readonly Part[] | undefined {
  const outside: Part[] = [];
  const open: { readonly options: Part[][]; readonly outer: Part[] }[] = [];
  let parts = outside;
  let rest = pattern;
  while (rest !== "") {
    const token = /^(?:[^*?[{},\\]+|\*\*|\[!?.-.\]|\[!?(?:\\.|[^\\\]])+\]|\\?.)/su.exec(rest)?.[0] ?? "";
    rest = rest.slice(token.length);
    const inner = open.at(-1);
    if (token === "{") {
      const options: Part[][] = [[]];
      parts.push({ kind: "either", options });
      open.push({ options, outer: parts });
      parts = options[0] ?? [];
    } else if (token === "}" && inner !== undefined) {
      open.pop();
      parts = inner.outer;
    } else if (token === "," && inner !== undefined) {
      parts = [];
      inner.options.push(parts);
    } else {
      const part = parsePart(token, separator);
      if (part === undefined) return undefined;
      parts.push(part);
    }
  }
  return open.length === 0 ? outside : undefined;
}

function parsePart(token: string, separator: string | undefined): Part | undefined {
  if (token === "**") return { kind: "many", within: undefined };
  if (token === "*") return { kind: "many", within: separator };
  if (token === "?") return { kind: "one", admits: (character) => character !== separator };
  if (token === "[" || token === "\\") return undefined;
  if (token.startsWith("[")) return parseClass(token.slice(1, -1));
  return { kind: "text", text: token.replace(/^\\/, "") };
}

function parseClass(body: string): Part | undefined {
  const negated = body.startsWith("!");
  const content = negated ? body.slice(1) : body;
  if (content === "") return undefined;
  const range = /^(.)-(.*)$/su.exec(content);
  if (range === null) {
    const listed = new Set(content.replaceAll(/\\(.)/gsu, "$1"));
    return { kind: "one", admits: (character) => listed.has(character) !== negated };
  }
  const [, low = "", high = ""] = range;
  if (!/^.$/su.test(high) || codePoint(high) < codePoint(low)) return undefined;
  return { kind: "one", admits: (character) => (codePoint(low) <= codePoint(character) && codePoint(character) <= codePoint(high)) !== negated };
}

function codePoint(character: string): number {
  return character.codePointAt(0) ?? 0;
}

/** Most patterns are text and stars that cross everything; then the text between the stars, each at its first place, decides. */
function matchLiterals(parts: readonly Part[]): GlobMatcher | undefined {
  const texts = [""];
  for (const part of parts) {
    if (part.kind === "text") texts.push(`${texts.pop()}${part.text}`);
    else if (part.kind === "many" && part.within === undefined) texts.push("");
    else return undefined;
  }
  const [first = "", ...others] = texts;
  const last = others.pop();
  if (last === undefined) return (text) => text === first;
  const middles = others.filter((middle) => middle !== "");
  const shortest = first.length + last.length;
  return (text) => {
    if (text.length < shortest || !text.startsWith(first) || !text.endsWith(last)) return false;
    let position = first.length;
    for (const middle of middles) {
      const found = text.indexOf(middle, position);
      if (found === -1) return false;
      position = found + middle.length;
    }
    return position + last.length <= text.length;
  };
}

/** Where a match of all parts can end when it can begin at these places. */
function advance(parts: readonly Part[], text: string, begins: ReadonlySet<number>): ReadonlySet<number> {
  let places = begins;
  for (const part of parts) {
    if (places.size === 0) return places;
    places = advanceOne(part, text, places);
  }
  return places;
}

function advanceOne(part: Part, text: string, begins: ReadonlySet<number>): ReadonlySet<number> {
  const ends = new Set<number>();
  if (part.kind === "either") for (const option of part.options) for (const end of advance(option, text, begins)) ends.add(end);
  else for (const begin of begins) addEnds(part, text, begin, ends);
  return ends;
}

function addEnds(part: Exclude<Part, { readonly kind: "either" }>, text: string, begin: number, ends: Set<number>): void {
  if (part.kind === "text") {
    if (text.startsWith(part.text, begin)) ends.add(begin + part.text.length);
  } else if (part.kind === "one") {
    const character = String.fromCodePoint(text.codePointAt(begin) ?? 0);
    if (begin < text.length && part.admits(character)) ends.add(begin + character.length);
  } else {
    // What another begin has reached goes on to the same ends.
    for (let end = begin; !ends.has(end); end += 1) {
      ends.add(end);
      if (end >= text.length || text[end] === part.within) return;
    }
  }
}
