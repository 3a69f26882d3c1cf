import { isWordCharacter, type Characters } from "./characters.ts";
import { parseRegex, type Place, type RegexNode } from "./parse-regex.ts";

/** A compiled expression. What it begins with is known when it is anchored there. */
export interface CompiledRegex {
  /** Whether it matches anywhere in the text. */
  readonly matches: (text: string) => boolean;
  /** Text that stands at the beginning of all that matches; empty when there is none to name. */
  readonly prefix: string;
  /** Nothing matches but the prefix. */
  readonly exact: boolean;
}

type Step =
  | { readonly kind: "character"; readonly characters: Characters }
  | { readonly kind: "place"; readonly place: Place }
  /** Goes on at both. */
  | { readonly kind: "fork"; readonly targets: number[] }
  | { readonly kind: "found" };

/** Beyond it Go says that an expression is too large. */
const maximumSteps = 20_000;

/**
 * A regular expression of Go, without its own engine's weakness: ours would go back and try again, so that whoever writes a project's policy could keep
 * the process busy. Here time grows with pattern × text, as in Go. `undefined` for what Go refuses.
 */
export function compileRegex(pattern: string): CompiledRegex | undefined {
  const node = parseRegex(pattern);
  if (node === undefined) return undefined;
  const steps: Step[] = [];
  if (!emit(node, steps)) return undefined;
  steps.push({ kind: "found" });
  const { anchored, text: begin, whole } = findBeginning(node);
  if (!anchored) return { matches: (text) => text.includes(begin) && run(steps, text), prefix: "", exact: false };
  return { matches: whole ? (text) => text === begin : (text) => text.startsWith(begin) && run(steps, text), prefix: begin, exact: whole };
}

/** False when it grows too large. */
function emit(node: RegexNode, steps: Step[]): boolean {
  if (steps.length > maximumSteps) return false;
  if (node.kind === "character" || node.kind === "place") steps.push(node);
  else if (node.kind === "sequence") return node.nodes.every((each) => emit(each, steps));
  else if (node.kind === "either") return emitEither(node.options, steps);
  else return emitRepeat(node, steps);
  return true;
}

function emitEither(options: readonly RegexNode[], steps: Step[]): boolean {
  const begins: number[] = [];
  const end: number[] = [];
  steps.push({ kind: "fork", targets: begins });
  for (const option of options) {
    begins.push(steps.length);
    if (!emit(option, steps)) return false;
    steps.push({ kind: "fork", targets: end });
  }
  end.push(steps.length);
  return true;
}

function emitRepeat({ node, minimum, maximum }: Extract<RegexNode, { readonly kind: "repeat" }>, steps: Step[]): boolean {
  for (let copy = 0; copy < minimum; copy += 1) if (!emit(node, steps)) return false;
  const end: number[] = [];
  for (let copy = minimum; copy < (maximum === Infinity ? minimum + 1 : maximum); copy += 1) {
    const begin = steps.length;
    const targets = [begin + 1];
    steps.push({ kind: "fork", targets });
    if (!emit(node, steps)) return false;
    if (maximum === Infinity) steps.push({ kind: "fork", targets: [begin] });
    end.push(begin);
  }
  for (const fork of end) {
    const step = steps[fork];
    if (step?.kind === "fork") step.targets.push(steps.length);
  }
  return true;
}

/** All ways through the expression at once, a character at a time; a new one begins at each. */
function run(steps: readonly Step[], text: string): boolean {
  const visited = new Int32Array(steps.length).fill(-1);
  let waiting: number[] = [];
  for (let position = 0; ;) {
    const now: number[] = [];
    const open = [0, ...waiting.toReversed()];
    for (let index = open.pop(); index !== undefined; index = open.pop()) {
      if (visited[index] === position) continue;
      visited[index] = position;
      const step = steps[index];
      if (step === undefined || step.kind === "found") return true;
      if (step.kind === "character") now.push(index);
      else if (step.kind === "fork") open.push(...step.targets);
      else if (isAt(step.place, text, position)) open.push(index + 1);
    }
    const codePoint = text.codePointAt(position);
    if (codePoint === undefined) return false;
    waiting = [];
    for (const index of now) {
      const step = steps[index];
      if (step?.kind === "character" && step.characters(codePoint)) waiting.push(index + 1);
    }
    position += codePoint > 0xffff ? 2 : 1;
  }
}

function isAt(place: Place, text: string, position: number): boolean {
  if (place === "begin") return position === 0;
  if (place === "end") return position === text.length;
  if (place === "lineBegin") return position === 0 || text[position - 1] === "\n";
  if (place === "lineEnd") return position === text.length || text[position] === "\n";
  const edge = isWordAt(text, position - 1) !== isWordAt(text, position);
  return edge === (place === "wordEdge");
}

function isWordAt(text: string, position: number): boolean {
  const code = text.charCodeAt(position);
  return !Number.isNaN(code) && isWordCharacter(code);
}

/** The text all that matches begins with, at the beginning of the whole text when it is anchored; `whole` when nothing else may follow there. */
function findBeginning(node: RegexNode): { readonly anchored: boolean; readonly text: string; readonly whole: boolean } {
  const all = node.kind === "sequence" ? node.nodes : [node];
  const [first] = all;
  const anchored = first?.kind === "place" && first.place === "begin";
  const nodes = anchored ? all.slice(1) : all;
  let text = "";
  for (const [index, each] of nodes.entries()) {
    if (each.kind === "place" && each.place === "end" && index === nodes.length - 1) return { anchored, text, whole: anchored };
    if (each.kind !== "character" || each.literal === undefined) break;
    text += each.literal;
  }
  return { anchored, text, whole: false };
}
