import { between, exactly, findCharacter, findClass, findPosixClass, ignoreCase, not, type Characters } from "./characters.ts";

/** Places in a text a pattern may ask for. */
export type Place = "begin" | "end" | "lineBegin" | "lineEnd" | "wordEdge" | "noWordEdge";

export type RegexNode =
  /** `literal` when only this character is in it. */
  | { readonly kind: "character"; readonly characters: Characters; readonly literal?: string }
  | { readonly kind: "place"; readonly place: Place }
  | { readonly kind: "sequence"; readonly nodes: readonly RegexNode[] }
  | { readonly kind: "either"; readonly options: readonly RegexNode[] }
  | { readonly kind: "repeat"; readonly node: RegexNode; readonly minimum: number; readonly maximum: number };

/** As Go: no more copies than that, and no deeper. */
const maximumRepeat = 1_000;
const maximumDepth = 1_000;

const quantifier = /^(?:[*+?]|\{\d+(?:,\d*)?\})\??/;

/** Most of a pattern: characters without meaning that nothing repeats. */
const plainText = /^[\w/:@ -]+(?![*+?{])/;

class Refused extends Error {}

/** A regular expression in Go's syntax; `undefined` when Go would refuse it. */
export function parseRegex(pattern: string): RegexNode | undefined {
  try {
    const reader = new Reader(unquote(pattern));
    const node = reader.readEither({ ignoreCase: false, dotAll: false, multiline: false });
    return reader.rest === "" ? node : undefined;
  } catch (error) {
    if (error instanceof Refused) return undefined;
    throw error;
  }
}

interface Flags {
  readonly ignoreCase: boolean;
  readonly dotAll: boolean;
  readonly multiline: boolean;
}

class Reader {
  rest: string;
  #depth = 0;

  constructor(pattern: string) {
    this.rest = pattern;
  }

  readEither(outer: Flags): RegexNode {
    const options: RegexNode[] = [];
    let flags = outer;
    do {
      const branch = this.#readBranch(flags);
      options.push(branch.node);
      ({ flags } = branch);
    } while (this.#take(/^\|/) !== undefined);
    const [only, ...more] = options;
    return only !== undefined && more.length === 0 ? only : { kind: "either", options };
  }

  #readBranch(outer: Flags): { readonly node: RegexNode; readonly flags: Flags } {
    const nodes: RegexNode[] = [];
    let flags = outer;
    while (this.rest !== "" && !/^[|)]/.test(this.rest)) {
      const change = this.#take(/^\(\?[imsU]*(?:-[imsU]+)?\)/);
      const plain = change === undefined ? this.#take(plainText) : undefined;
      if (change !== undefined) flags = changeFlags(flags, change.slice(2, -1));
      else if (plain === undefined) nodes.push(this.#readRepeated(flags));
      else for (const character of plain) nodes.push(literal(character, flags));
    }
    return { node: { kind: "sequence", nodes }, flags };
  }

  #readRepeated(flags: Flags): RegexNode {
    const node = this.#readAtom(flags);
    const times = this.#take(quantifier);
    if (times === undefined) return node;
    if (quantifier.test(this.rest)) throw new Refused();
    const [minimum, maximum] = boundsOf(times);
    if (minimum > maximumRepeat || (maximum !== Infinity && maximum > maximumRepeat) || maximum < minimum) throw new Refused();
    return { kind: "repeat", node, minimum, maximum };
  }

  #readAtom(flags: Flags): RegexNode {
    if (quantifier.test(this.rest)) throw new Refused();
    const group = this.#take(/^\((?:\?P?<\w+>|\?(?:[imsU]*(?:-[imsU]+)?):)?/);
    if (group !== undefined) return this.#readGroup(group, flags);
    if (this.rest.startsWith("[")) return { kind: "character", characters: this.#readBrackets(flags) };
    if (this.#take(/^\./) !== undefined) return { kind: "character", characters: flags.dotAll ? () => true : not(exactly("\n")) };
    if (this.#take(/^\^/) !== undefined) return { kind: "place", place: flags.multiline ? "lineBegin" : "begin" };
    if (this.#take(/^\$/) !== undefined) return { kind: "place", place: flags.multiline ? "lineEnd" : "end" };
    const escape = this.#takeEscape();
    return escape === undefined ? literal(this.#take(/^./su) ?? "", flags) : readEscape(escape, flags);
  }

  #readGroup(opening: string, flags: Flags): RegexNode {
    this.#depth += 1;
    if (this.#depth > maximumDepth || (opening === "(" && this.rest.startsWith("?"))) throw new Refused();
    const [, change = ""] = /^\(\?([^P<]*):$/.exec(opening) ?? [];
    const node = this.readEither(changeFlags(flags, change));
    if (this.#take(/^\)/) === undefined) throw new Refused();
    this.#depth -= 1;
    return node;
  }

  #readBrackets(flags: Flags): Characters {
    const opening = this.#take(/^\[\^?/) ?? "";
    const members: Characters[] = [];
    while (members.length === 0 || !this.rest.startsWith("]")) members.push(this.#readMember());
    this.#take(/^\]/);
    const anyOf = fold((codePoint) => members.some((member) => member(codePoint)), flags);
    return opening === "[^" ? not(anyOf) : anyOf;
  }

  #readMember(): Characters {
    const named = this.#take(/^\[:\^?\w+:\]/);
    if (named !== undefined) return findPosixClass(named) ?? refuse();
    const escape = this.#takeEscape();
    const several = escape === undefined ? undefined : findClass(escape);
    if (several !== undefined) return several;
    const low = this.#readCharacter(escape);
    if (this.#take(/^-(?!\])/) === undefined) return exactly(low);
    const high = this.#readCharacter(this.#takeEscape());
    return (low.codePointAt(0) ?? 0) <= (high.codePointAt(0) ?? 0) ? between(low, high) : refuse();
  }

  #readCharacter(escape: string | undefined): string {
    return (escape === undefined ? this.#take(/^./su) : findCharacter(escape)) ?? refuse();
  }

  #takeEscape(): string | undefined {
    const escape = this.#take(/^\\(?:x\{[0-9A-Fa-f]+\}|x[0-9A-Fa-f]{2}|[pP]\{\w+\}|[pP]\w|0[0-7]{0,2}|[1-7][0-7]{1,2}|.)/su);
    return escape ?? (this.rest.startsWith("\\") ? refuse() : undefined);
  }

  #take(expression: RegExp): string | undefined {
    const token = expression.exec(this.rest)?.[0];
    if (token !== undefined) this.rest = this.rest.slice(token.length);
    return token;
  }
}

const places: Readonly<Record<string, Place>> = { "\\A": "begin", "\\z": "end", "\\b": "wordEdge", "\\B": "noWordEdge" };

function readEscape(escape: string, flags: Flags): RegexNode {
  const place = places[escape];
  if (place !== undefined) return { kind: "place", place };
  const characters = findClass(escape);
  if (characters !== undefined) return { kind: "character", characters: fold(characters, flags) };
  return literal(findCharacter(escape) ?? refuse(), flags);
}

function literal(character: string, flags: Flags): RegexNode {
  const characters = fold(exactly(character), flags);
  return flags.ignoreCase ? { kind: "character", characters } : { kind: "character", characters, literal: character };
}

function fold(characters: Characters, flags: Flags): Characters {
  return flags.ignoreCase ? ignoreCase(characters) : characters;
}

/** `U` swaps greedy and lazy, which is nothing to whether a text matches. */
function changeFlags(flags: Flags, change: string): Flags {
  const [on = "", off = ""] = change.split("-");
  const choose = (letter: string, before: boolean): boolean => !off.includes(letter) && (before || on.includes(letter));
  return { ignoreCase: choose("i", flags.ignoreCase), dotAll: choose("s", flags.dotAll), multiline: choose("m", flags.multiline) };
}

function boundsOf(times: string): readonly [minimum: number, maximum: number] {
  if (times.startsWith("*")) return [0, Infinity];
  if (times.startsWith("+")) return [1, Infinity];
  if (times.startsWith("?")) return [0, 1];
  const [, minimum = "", comma, maximum = ""] = /^\{(\d+)(,?)(\d*)\}/.exec(times) ?? [];
  if (comma === "") return [Number(minimum), Number(minimum)];
  return [Number(minimum), maximum === "" ? Infinity : Number(maximum)];
}

/** `\Q…\E` holds text: each sign of it gets a backslash of its own. */
function unquote(pattern: string): string {
  return pattern.replaceAll(/\\(?:Q(.*?)(?:\\E|$)|.)/gsu, (token, quoted?: string) => quoted?.replaceAll(/[!-/:-@[-`{-~]/g, "\\$&") ?? token);
}

function refuse(): never {
  throw new Refused();
}
