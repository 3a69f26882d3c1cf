import { getList, getString, getStringMap } from "./fields.ts";

type Labels = Readonly<Record<string, string>>;

/** Whether a `metav1.LabelSelector` takes these labels. A missing selector takes nothing, an empty one everything. */
export function matchesSelector(selector: unknown, labels: Labels): boolean {
  if (selector === undefined || selector === null) return false;
  const wanted = Object.entries(getStringMap(selector, "matchLabels"));
  return wanted.every(([key, value]) => labels[key] === value) && getList(selector, "matchExpressions").every((entry) => matchesExpression(entry, labels));
}

/** Whether one `{key, operator, values}` requirement holds; the node-affinity operators Gt and Lt included. */
export function matchesExpression(expression: unknown, labels: Labels): boolean {
  const value = labels[getString(expression, "key") ?? ""];
  const values = getList(expression, "values");
  switch (getString(expression, "operator")) {
    case "In":
      return value !== undefined && values.includes(value);
    case "NotIn":
      return value === undefined || !values.includes(value);
    case "Exists":
      return value !== undefined;
    case "DoesNotExist":
      return value === undefined;
    case "Gt":
      return value !== undefined && Number(value) > Number(values[0]);
    case "Lt":
      return value !== undefined && Number(value) < Number(values[0]);
    default:
      return false;
  }
}
