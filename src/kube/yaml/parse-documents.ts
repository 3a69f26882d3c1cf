import { YAMLException, load } from "js-yaml";
import { SillageError } from "../../errors/index.ts";
import { isRawNumber } from "./raw-number.ts";
import { kustomizeSchema, readSchema } from "./schema.ts";
import { type DocumentText, findContentLine, splitDocuments } from "./split-documents.ts";

export interface ParseOptions {
  /** Named in errors. */
  readonly file: string;
  /** Refuse a mapping that has the same key twice; otherwise the last one wins, as in Kubernetes. Default false. */
  readonly strict?: boolean;
  /**
   * `kustomize` reads resources as Kustomize does: `yes`, `no`, `on`, `off`, `y` and `n` are strings, and a null that is written is undefined, to
   * tell it from a value that is left out, which is null. Default `kubernetes`.
   */
  readonly dialect?: "kubernetes" | "kustomize";
  /** The text holds secrets: an error says where it is broken and quotes nothing. Default false. */
  readonly confidential?: boolean;
}

export interface YamlDocument {
  readonly value: unknown;
  /** 1-based line of the first thing that is neither blank nor comment. */
  readonly line: number;
}

/** Beyond this number of values a document is taken for an attack: aliases let a few lines stand for billions. */
const maxValues = 2_000_000;
const maxDepth = 200;

/**
 * All documents of a YAML or JSON text that are not empty. Integers beyond 2^53 become raw JSON numbers, which keep all digits.
 * Throws `invalid` that names the place as `file:line:column`.
 */
export function parseDocuments(text: string | Uint8Array, options: ParseOptions): YamlDocument[] {
  const source = typeof text === "string" ? text : decode(text, options.file);
  return splitDocuments(source).map((document) => ({
    value: parseOne(document, options),
    line: document.firstLine + findContentLine(document.text) + 1,
  }));
}

function decode(bytes: Uint8Array, file: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new SillageError("invalid", `Cannot read "${file}" as YAML: it is not UTF-8 text`, { cause, terminal: true });
  }
}

function parseOne(document: DocumentText, options: ParseOptions): unknown {
  try {
    const value = load(document.text, { schema: options.dialect === "kustomize" ? kustomizeSchema : readSchema, json: options.strict !== true });
    checkSize(value);
    return value;
  } catch (cause) {
    const { line, column, reason } = locate(cause, document);
    const said = options.confidential === true ? "it is not valid YAML" : reason;
    throw new SillageError("invalid", `Cannot parse "${options.file}:${document.firstLine + line + 1}${column}": ${said}`, { terminal: true, reason: "InvalidYAML" });
  }
}

function locate(error: unknown, document: DocumentText): { readonly line: number; readonly column: string; readonly reason: string } {
  if (error instanceof YAMLException && error.mark !== undefined) {
    return { line: error.mark.line, column: `:${error.mark.column + 1}`, reason: error.reason };
  }
  return { line: findContentLine(document.text), column: "", reason: error instanceof Error ? error.message : String(error) };
}

function checkSize(root: unknown): void {
  let values = 0;
  function visit(value: unknown, depth: number): void {
    values += 1;
    if (values > maxValues) throw new RangeError(`the document expands to more than ${maxValues} values, by its aliases`);
    if (depth > maxDepth) throw new RangeError(`the document is nested deeper than ${maxDepth} levels`);
    if (Array.isArray(value)) for (const item of value) visit(item, depth + 1);
    else if (typeof value === "object" && value !== null && !isRawNumber(value)) for (const item of Object.values(value)) visit(item, depth + 1);
  }
  visit(root, 0);
}
