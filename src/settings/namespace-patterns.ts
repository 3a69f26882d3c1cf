import { matchGlob } from "../api/index.ts";
import { SillageError } from "../errors/index.ts";

/** A list such as `application.namespaces`, globs and `/regular expressions/` with commas between them, as a test of a namespace. Throws `invalid` at a broken expression. */
export function parseNamespacePatterns(text: string): (namespace: string) => boolean {
  const tests = text
    .split(",")
    .map((pattern) => pattern.trim())
    .filter((pattern) => pattern !== "")
    .map(toTest);
  return (namespace) => tests.some((test) => test(namespace));
}

function toTest(pattern: string): (namespace: string) => boolean {
  if (!/^\/.+\/$/.test(pattern)) return (namespace) => matchGlob(pattern, namespace);
  const expression = compile(pattern);
  return (namespace) => expression.test(namespace);
}

function compile(pattern: string): RegExp {
  try {
    return new RegExp(pattern.slice(1, -1));
  } catch (error) {
    throw new SillageError("invalid", `"${pattern}" is no regular expression`, { cause: error, terminal: true });
  }
}
