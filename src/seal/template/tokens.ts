import { templateError } from "./value.ts";

export interface Token {
  readonly kind: "string" | "number" | "field" | "dot" | "variable" | "word" | "punctuation";
  readonly text: string;
  /** Whether white space stands before it: `.a.b` is one operand, `.a .b` are two. */
  readonly isApart: boolean;
}

/** A template is text and actions `{{ … }}` in turn. */
export type Piece = { readonly kind: "text"; readonly text: string } | { readonly kind: "action"; readonly tokens: readonly Token[] };

const opening = /\{\{(?:-(?=\s))?/g;
const comment = /\s*\/\*[\s\S]*?\*\/(\s+-)?\}\}/y;
const closing = /(?:\s+(-))?\s*\}\}/y;
const tokenForms: readonly (readonly [Token["kind"], RegExp])[] = [
  ["string", /"(?:[^"\\\n]|\\.)*"|`[^`]*`/y],
  ["number", /[+-]?\d[\w.]*/y],
  ["field", /\.[\p{L}_][\p{L}\p{Nd}_]*/uy],
  ["dot", /\./y],
  ["variable", /\$[\p{L}\p{Nd}_]*/uy],
  ["word", /[\p{L}_][\p{L}\p{Nd}_]*/uy],
  ["punctuation", /:=|[=|(),]/y],
];

/** Cuts a template into its pieces, with `{{-` and `-}}` already having eaten their white space. Throws for what is never closed. */
export function splitTemplate(source: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let position = 0;
  let trimsNext = false;
  for (;;) {
    opening.lastIndex = position;
    const start = opening.exec(source);
    const raw = source.slice(position, start?.index);
    const text = trimsNext ? raw.replace(/^[ \t\r\n]+/, "") : raw;
    pieces.push({ kind: "text", text: start?.[0].endsWith("-") === true ? text.replace(/[ \t\r\n]+$/, "") : text });
    if (start === null) return pieces;
    const action = readAction(source, start.index + start[0].length);
    if (action.tokens.length > 0) pieces.push({ kind: "action", tokens: action.tokens });
    ({ end: position, trimsNext } = action);
  }
}

interface Action {
  readonly tokens: readonly Token[];
  readonly end: number;
  readonly trimsNext: boolean;
}

function readAction(source: string, from: number): Action {
  const skipped = matchAt(comment, source, from);
  if (skipped !== undefined) return { tokens: [], end: from + skipped[0].length, trimsNext: skipped[1] !== undefined };
  const tokens: Token[] = [];
  let position = from;
  for (;;) {
    const end = matchAt(closing, source, position);
    if (end !== undefined && tokens.length === 0) throw templateError("an action is empty");
    if (end !== undefined) return { tokens, end: position + end[0].length, trimsNext: end[1] !== undefined };
    const space = matchAt(/\s*/y, source, position)?.[0].length ?? 0;
    const token = readToken(source, position + space);
    tokens.push({ ...token, isApart: space > 0 });
    position += space + token.text.length;
  }
}

function readToken(source: string, position: number): Pick<Token, "kind" | "text"> {
  if (position >= source.length) throw templateError("an action is not closed");
  for (const [kind, form] of tokenForms) {
    const found = matchAt(form, source, position);
    if (found !== undefined) return { kind, text: found[0] };
  }
  throw templateError(`unexpected character in an action; items with other signs than letters, digits and _ are reached by {{ index . "name" }}`);
}

function matchAt(form: RegExp, source: string, position: number): RegExpExecArray | undefined {
  form.lastIndex = position;
  return form.exec(source) ?? undefined;
}
