import type { CompilePattern } from "./pattern.ts";

interface OpenEntry<Value> {
  readonly matches: (text: string) => boolean;
  readonly value: Value;
}

/** Values by pattern. Finding the ones that match a text looks only at patterns that begin, or end, as it does, up to a slash. */
export class PatternMap<Value> {
  readonly #compile: CompilePattern;
  readonly #values = new Map<string, Value>();
  readonly #exact = new Map<string, Value>();
  readonly #byEdge = new Map<string, OpenEntry<Value>[]>();

  constructor(compile: CompilePattern) {
    this.#compile = compile;
  }

  /** The value of this very pattern, made when there is none. `undefined` when the pattern makes no sense. */
  getOrAdd(pattern: string, create: () => Value): Value | undefined {
    const known = this.#values.get(pattern);
    if (known !== undefined) return known;
    const compiled = this.#compile(pattern);
    if (compiled === undefined) return undefined;
    const value = create();
    this.#values.set(pattern, value);
    if (compiled.kind === "exact") this.#exact.set(compiled.text, value);
    else this.#addOpen(compiled.edge, { matches: compiled.matches, value });
    return value;
  }

  /** The first answer `visit` gives for a value whose pattern matches: the exact one, then those of the longest beginning. */
  find<Answer>(text: string, visit: (value: Value) => Answer | undefined): Answer | undefined {
    const exact = this.#exact.get(text);
    const answer = exact === undefined ? undefined : visit(exact);
    if (answer !== undefined || this.#byEdge.size === 0) return answer;
    const last = text.lastIndexOf("/");
    for (let slash = last; slash !== -1; slash = slash === 0 ? -1 : text.lastIndexOf("/", slash - 1)) {
      const found = this.#findIn(text.slice(0, slash + 1), text, visit);
      if (found !== undefined) return found;
    }
    return (last === -1 ? undefined : this.#findIn(text.slice(last), text, visit)) ?? this.#findIn("", text, visit);
  }

  #findIn<Answer>(edge: string, text: string, visit: (value: Value) => Answer | undefined): Answer | undefined {
    for (const entry of this.#byEdge.get(edge) ?? []) {
      const answer = entry.matches(text) ? visit(entry.value) : undefined;
      if (answer !== undefined) return answer;
    }
    return undefined;
  }

  #addOpen(edge: string, entry: OpenEntry<Value>): void {
    const entries = this.#byEdge.get(edge);
    if (entries === undefined) this.#byEdge.set(edge, [entry]);
    else entries.push(entry);
  }
}
