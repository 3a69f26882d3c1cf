import { getList, getString, getStringMap, isRecord } from "../../../kube/index.ts";

/** Whether the labels match a LabelSelector object; an empty selector matches all, an absent one nothing. */
export function matchesSelector(selector: unknown, labels: Readonly<Record<string, string>> = {}): boolean {
  if (!isRecord(selector)) return false;
  const pairs = Object.entries(getStringMap(selector, "matchLabels"));
  return pairs.every(([key, value]) => labels[key] === value) && getList(selector, "matchExpressions").every((expression) => matchesExpression(expression, labels));
}

function matchesExpression(expression: unknown, labels: Readonly<Record<string, string>>): boolean {
  const value = labels[getString(expression, "key") ?? ""];
  const values = getList(expression, "values");
  switch (getString(expression, "operator")) {
    case "In":
      return value !== undefined && values.includes(value);
    case "NotIn":
      return value === undefined || !values.includes(value);
    case "Exists":
      return value !== undefined;
    default:
      return value === undefined;
  }
}
