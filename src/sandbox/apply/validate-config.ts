import { isRecord } from "../../kube/index.ts";
import type { ListNode, ScalarType, SchemaNode } from "../../kube/schema/index.ts";
import { type PathElement, fieldElement, formatElement, itemElement } from "./path-element.ts";
import { entrySchema, shapeOf } from "./shape.ts";

/** What keeps a value from being applied, each as `.path: reason`: undeclared fields, wrong types, duplicate items. */
export function validateConfig(value: unknown, schema: SchemaNode): readonly string[] {
  return check(value, schema).map(({ path, reason }) => (path === "" ? reason : `${path}: ${reason}`));
}

interface Problem {
  readonly path: string;
  readonly reason: string;
}

function check(value: unknown, schema: SchemaNode): readonly Problem[] {
  if (value === null) return [];
  const shape = shapeOf(schema, value);
  if (shape.kind === "scalar") return schema.kind === "any" ? [] : checkScalar(value, shape.type);
  if (shape.kind === "list") return Array.isArray(value) ? checkItems(shape, value) : [{ path: "", reason: `expected list, got ${formatGo(value)}` }];
  if (!isRecord(value)) return [{ path: "", reason: `expected map, got ${formatGo(value)}` }];
  return Object.entries(value).flatMap(([name, entry]) => {
    const path = formatElement(fieldElement(name));
    const entryNode = entrySchema(shape, name);
    return entryNode === undefined ? [{ path, reason: "field not declared in schema" }] : prefix(path, check(entry, entryNode));
  });
}

function checkItems(list: ListNode, items: readonly unknown[]): readonly Problem[] {
  const seen = new Set<PathElement>();
  return items.flatMap((item, index) => {
    const element = list.type === "atomic" ? `i:${index}` : itemElement(list, item);
    if (typeof element !== "string") return [{ path: "", reason: `element ${index}: ${element.problem}` }];
    const path = formatElement(element);
    const duplicate = seen.has(element) ? [{ path: "", reason: `duplicate entries for key ${path}` }] : [];
    seen.add(element);
    return [...duplicate, ...prefix(path, check(item, list.items))];
  });
}

function checkScalar(value: unknown, type: ScalarType): readonly Problem[] {
  const found = typeof value;
  if (type === "quantity" || type === "int-or-string") return found === "object" ? [{ path: "", reason: `expected any scalar, got ${formatGo(value)}` }] : [];
  if (type === "boolean") return found === "boolean" ? [] : [{ path: "", reason: `expected boolean, got ${formatGo(value)}` }];
  if (type === "int32" || type === "int64" || type === "number") {
    return found === "number" ? [] : [{ path: "", reason: `expected numeric (int or float), got ${goType(value)}` }];
  }
  return found === "string" ? [] : [{ path: "", reason: `expected string, got &value.valueUnstructured{Value:${JSON.stringify(value)}}` }];
}

function prefix(path: string, problems: readonly Problem[]): readonly Problem[] {
  return problems.map((problem) => ({ path: path + problem.path, reason: problem.reason }));
}

/** As the API server prints a value in these messages. */
function formatGo(value: unknown): string {
  return `&{${formatContent(value)}}`;
}

function formatContent(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(formatContent).join(" ")}]`;
  if (!isRecord(value)) return typeof value === "string" ? value : value === null ? "<nil>" : JSON.stringify(value);
  const entries = Object.entries(value).toSorted(([left], [right]) => (left < right ? -1 : 1));
  return `map[${entries.map(([name, entry]) => `${name}:${formatContent(entry)}`).join(" ")}]`;
}

function goType(value: unknown): string {
  if (Array.isArray(value)) return "[]interface {}";
  return typeof value === "string" ? "string" : typeof value === "boolean" ? "bool" : "map[string]interface {}";
}
