import { getField, getList, getNumber, getString, getStringMap } from "../../../kube/index.ts";
import type { Column } from "./column.ts";

export function textColumn(name: string, cell: Column["cell"]): Column {
  return { name, type: "string", cell };
}

/** A whole number at a path, 0 when it is not there. */
export function countColumn(name: string, ...path: readonly string[]): Column {
  return { name, type: "integer", cell: (object) => getNumber(object, ...path) ?? 0 };
}

/** The string at a path, or the placeholder. */
export function fieldColumn(name: string, path: readonly string[], placeholder = ""): Column {
  return textColumn(name, (object) => {
    const value = getField(object, ...path);
    return value === undefined || value === null || value === "" ? placeholder : formatValue(value);
  });
}

/** A scalar as people write it; anything else as JSON. */
export function formatValue(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

export function wide(column: Column): Column {
  return { ...column, priority: 1 };
}

export function containerNames(podSpec: unknown): string {
  return getList(podSpec, "containers")
    .map((container) => getString(container, "name"))
    .join(",");
}

export function images(podSpec: unknown): string {
  return getList(podSpec, "containers")
    .map((container) => getString(container, "image"))
    .join(",");
}

export function joinOrNone(values: readonly (string | undefined)[]): string {
  return values.length === 0 ? "<none>" : values.join(",");
}

/** A label selector as people write it. */
export function formatSelector(selector: unknown): string {
  const labels = Object.entries(getStringMap(selector, "matchLabels")).map(([key, value]) => `${key}=${value}`);
  const expressions = getList(selector, "matchExpressions").map(formatExpression);
  return joinOrNone([...labels.sort(), ...expressions]);
}

function formatExpression(expression: unknown): string {
  const key = getString(expression, "key") ?? "";
  const values = getList(expression, "values").join(",");
  switch (getString(expression, "operator")) {
    case "In":
      return `${key} in (${values})`;
    case "NotIn":
      return `${key} notin (${values})`;
    case "DoesNotExist":
      return `!${key}`;
    default:
      return key;
  }
}
