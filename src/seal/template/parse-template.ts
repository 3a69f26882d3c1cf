import { splitTemplate, type Token } from "./tokens.ts";
import { parseLiteral } from "./parse-literal.ts";
import { templateError, toBytes, type Value } from "./value.ts";

export type Operand =
  | { readonly kind: "literal"; readonly value: Value }
  | { readonly kind: "variable"; readonly name: string; readonly fields: readonly string[] }
  | { readonly kind: "pipeline"; readonly pipeline: Pipeline; readonly fields: readonly string[] };

/** One function with arguments, or one operand alone. */
export type Command = { readonly kind: "call"; readonly name: string; readonly operands: readonly Operand[] } | { readonly kind: "operand"; readonly operand: Operand };

export interface Pipeline {
  readonly commands: readonly Command[];
  /** Variables that get the result; two in a `range` get key and value. */
  readonly variables: readonly string[];
  /** `=` changes a variable that is there, `:=` makes a new one. */
  readonly assigns: boolean;
}

export type Node =
  | { readonly kind: "text"; readonly bytes: string }
  | { readonly kind: "output"; readonly pipeline: Pipeline }
  | { readonly kind: "if" | "with" | "range"; readonly pipeline: Pipeline; readonly body: readonly Node[]; readonly otherwise: readonly Node[] };

/** The dot is a variable that no template can name. */
export const dot = ".";

/** Reads a template of text, values, `if`, `with`, `range` and variables. Throws for the rest of Go's language, naming it. */
export function parseTemplate(source: string): readonly Node[] {
  const pieces = splitTemplate(source);
  let next = 0;
  const nodes = readNodes();
  if (next < pieces.length) throw templateError(`{{ ${peekWord() ?? ""} }} without a beginning`);
  return nodes;

  function peekWord(): string | undefined {
    const piece = pieces[next];
    return piece?.kind === "action" && piece.tokens[0]?.kind === "word" ? piece.tokens[0].text : undefined;
  }

  /** Up to the end of the template or an `else` or `end`, which is left to the caller. */
  function readNodes(): Node[] {
    const found: Node[] = [];
    for (;;) {
      const piece = pieces[next];
      const word = peekWord();
      if (piece === undefined || word === "end" || word === "else") return found;
      next += 1;
      if (piece.kind === "text") found.push({ kind: "text", bytes: toBytes(piece.text) });
      else if (word === "if" || word === "with" || word === "range") found.push(readBlock(word, piece.tokens.slice(1)));
      else if (word !== undefined && unsupported.has(word)) throw templateError(`{{ ${word} }} is not supported`);
      else found.push({ kind: "output", pipeline: parsePipeline(piece.tokens) });
    }
  }

  function readBlock(kind: "if" | "with" | "range", tokens: readonly Token[]): Node {
    const pipeline = parsePipeline(tokens);
    const body = readNodes();
    const piece = pieces[next];
    const word = peekWord();
    next += 1;
    if (piece?.kind !== "action") throw templateError(`{{ ${kind} }} without {{ end }}`);
    if (word === "end") return { kind, pipeline, body, otherwise: [] };
    const [, chained, ...condition] = piece.tokens;
    if (chained?.text === "if" || chained?.text === "with") return { kind, pipeline, body, otherwise: [readBlock(chained.text, condition)] };
    const otherwise = readNodes();
    if (peekWord() !== "end") throw templateError(`{{ ${kind} }} without {{ end }}`);
    next += 1;
    return { kind, pipeline, body, otherwise };
  }
}

const unsupported = new Set(["define", "template", "block", "break", "continue"]);

function parsePipeline(tokens: readonly Token[]): Pipeline {
  let next = 0;
  const pipeline = readPipeline();
  if (next < tokens.length) throw templateError(`unexpected "${tokens[next]?.text ?? ""}"`);
  return pipeline;

  function readPipeline(): Pipeline {
    const variables = readTargets();
    const assigns = variables.length > 0 && tokens[next - 1]?.text === "=";
    const commands = [readCommand()];
    while (tokens[next]?.text === "|") {
      next += 1;
      commands.push(readCommand());
    }
    return { commands, variables, assigns };
  }

  function readTargets(): string[] {
    const end = tokens.findIndex(({ kind, text }, index) => index >= next && kind === "punctuation" && (text === ":=" || text === "="));
    const targets = tokens.slice(next, end).filter(({ kind }) => kind === "variable");
    if (end < 0 || next > 0 || targets.length === 0) return [];
    next = end + 1;
    return targets.map(({ text }) => text);
  }

  function readCommand(): Command {
    const token = tokens[next];
    const isCall = token?.kind === "word" && !constants.has(token.text);
    if (isCall) next += 1;
    const operands: Operand[] = [];
    for (let operand = readOperand(); operand !== undefined; operand = readOperand()) operands.push(operand);
    if (isCall) return { kind: "call", name: token.text, operands };
    const [operand, ...others] = operands;
    if (operand === undefined) throw templateError("a value is missing");
    if (others.length > 0) throw templateError("a value cannot be called with arguments");
    return { kind: "operand", operand };
  }

  function readOperand(): Operand | undefined {
    const token = tokens[next];
    if (token === undefined || (token.kind === "punctuation" && token.text !== "(")) return undefined;
    next += 1;
    if (token.text === "(") {
      const pipeline = readPipeline();
      if (tokens[next]?.text !== ")") throw templateError("a parenthesis is not closed");
      next += 1;
      return { kind: "pipeline", pipeline, fields: readFields() };
    }
    if (token.kind === "field") return { kind: "variable", name: dot, fields: [token.text.slice(1), ...readFields()] };
    if (token.kind === "dot") return { kind: "variable", name: dot, fields: [] };
    if (token.kind === "variable") return { kind: "variable", name: token.text, fields: readFields() };
    if (token.kind === "word" && !constants.has(token.text))
      return { kind: "pipeline", pipeline: { commands: [{ kind: "call", name: token.text, operands: [] }], variables: [], assigns: false }, fields: [] };
    return { kind: "literal", value: token.kind === "word" ? constants.get(token.text) : parseLiteral(token) };
  }

  function readFields(): string[] {
    const fields: string[] = [];
    for (let token = tokens[next]; token?.kind === "field" && !token.isApart; token = tokens[next]) {
      fields.push(token.text.slice(1));
      next += 1;
    }
    return fields;
  }
}

const constants: ReadonlyMap<string, Value> = new Map<string, Value>([
  ["true", true],
  ["false", false],
  ["nil", undefined],
]);
