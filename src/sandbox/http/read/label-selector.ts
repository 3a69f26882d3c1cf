import { badRequest } from "../status-error.ts";

type Requirement =
  | { readonly operator: "exists" | "absent"; readonly key: string }
  | { readonly operator: "in" | "notIn"; readonly key: string; readonly values: ReadonlySet<string> }
  | { readonly operator: "greater" | "less"; readonly key: string; readonly bound: number };

export type LabelMatcher = (labels: Readonly<Record<string, string>> | undefined) => boolean;

/** Reads a selector in the query syntax (`a=b,c in (d,e),!f`); 400 when it is malformed. `undefined` matches everything. */
export function parseLabelSelector(text: string): LabelMatcher | undefined {
  if (text.trim() === "") return undefined;
  const requirements = splitRequirements(text).map((part) => parseRequirement(part, text));
  return (labels = {}) => requirements.every((requirement) => meets(labels[requirement.key], requirement));
}

/** Commas inside parentheses belong to the set. */
function splitRequirements(text: string): readonly string[] {
  const parts = text.match(/[^,(]*(?:\([^)]*\))?[^,(]*/g) ?? [];
  return parts.map((part) => part.trim()).filter((part) => part !== "");
}

const keyPattern = /^(?:[a-z0-9](?:[-a-z0-9.]*[a-z0-9])?\/)?[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;
const valuePattern = /^(?:[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/;

function parseRequirement(part: string, text: string): Requirement {
  const set = /^(\S+)\s+(in|notin)\s*\(([^()]*)\)$/.exec(part);
  if (set !== null) {
    const values = new Set((set[3] ?? "").split(",").map((value) => checkValue(value.trim(), text)));
    return { operator: set[2] === "in" ? "in" : "notIn", key: checkKey(set[1] ?? "", text), values };
  }
  const absent = /^!\s*(\S+)$/.exec(part);
  if (absent !== null) return { operator: "absent", key: checkKey(absent[1] ?? "", text) };
  const comparison = /^([^\s=!<>]+)\s*(==|=|!=|<|>)\s*([^\s=!<>]*)$/.exec(part);
  if (comparison === null) return { operator: "exists", key: checkKey(part, text) };
  const [, key = "", operator = "", value = ""] = comparison;
  checkKey(key, text);
  if (operator === "<" || operator === ">") return { operator: operator === "<" ? "less" : "greater", key, bound: Number(value) };
  return { operator: operator === "!=" ? "notIn" : "in", key, values: new Set([checkValue(value, text)]) };
}

function checkKey(key: string, text: string): string {
  if (keyPattern.test(key)) return key;
  throw badRequest(`unable to parse requirement: found '${key}', expected: a label key in "${text}"`);
}

function checkValue(value: string, text: string): string {
  if (valuePattern.test(value)) return value;
  throw badRequest(`unable to parse requirement: values: Invalid value: "${value}": not a label value in "${text}"`);
}

function meets(value: string | undefined, requirement: Requirement): boolean {
  switch (requirement.operator) {
    case "exists":
      return value !== undefined;
    case "absent":
      return value === undefined;
    case "in":
      return value !== undefined && requirement.values.has(value);
    case "notIn":
      return value === undefined || !requirement.values.has(value);
    case "greater":
      return value !== undefined && Number(value) > requirement.bound;
    case "less":
      return value !== undefined && Number(value) < requirement.bound;
  }
}
