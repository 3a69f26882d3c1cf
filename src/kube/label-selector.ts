import { SillageError } from "../errors/index.ts";

export type LabelMatcher = (labels: Readonly<Record<string, string>>) => boolean;

/**
 * A selector as kubectl's `-l` takes it: `tier=web,env in (staging,production),!legacy`; an empty one matches everything. Throws `invalid` when it is
 * malformed.
 */
export function parseLabelSelector(text: string): LabelMatcher {
  const matchers = splitRequirements(text).map((requirement) => parseRequirement(requirement, text));
  return (labels) => matchers.every((matches) => matches(labels));
}

/** Commas inside parentheses belong to a set of values. */
function splitRequirements(text: string): readonly string[] {
  return text.trim() === "" ? [] : text.split(/,(?![^(]*\))/).map((part) => part.trim());
}

const name = /^(?:[a-z0-9]([-a-z0-9.]*[a-z0-9])?\/)?[A-Za-z0-9]([-\w.]*[A-Za-z0-9])?$/;
const value = /^([A-Za-z0-9]([-\w.]*[A-Za-z0-9])?)?$/;
const longest = 63;
const setPattern = /^(\S+)\s+(in|notin)\s*\(([^()]*)\)$/;
const comparisonPattern = /^([^\s=!<>]+)\s*(==|=|!=|<|>)\s*([^\s=!<>]*)$/;

function parseRequirement(requirement: string, text: string): LabelMatcher {
  const set = setPattern.exec(requirement);
  if (set !== null) {
    const [, key = "", operator, list = ""] = set;
    const values = list.split(",").map((item) => item.trim());
    check(isName(key) && values.every(isValue), requirement, text);
    return (labels) => holds(labels, key, values) === (operator === "in");
  }
  const comparison = comparisonPattern.exec(requirement);
  if (comparison !== null) return parseComparison(comparison, { requirement, text });
  const absent = requirement.startsWith("!");
  const key = absent ? requirement.slice(1).trim() : requirement;
  check(isName(key), requirement, text);
  return (labels) => Object.hasOwn(labels, key) !== absent;
}

function parseComparison(match: RegExpExecArray, where: { readonly requirement: string; readonly text: string }): LabelMatcher {
  const [, key = "", operator, wanted = ""] = match;
  check(isName(key) && isValue(wanted), where.requirement, where.text);
  if (operator !== "<" && operator !== ">") return (labels) => holds(labels, key, [wanted]) === (operator !== "!=");
  check(/^\d+$/.test(wanted), where.requirement, where.text);
  const bound = Number(wanted);
  return (labels) => {
    const found = Number(Object.hasOwn(labels, key) ? labels[key] : Number.NaN);
    return operator === "<" ? found < bound : found > bound;
  };
}

/** An absent label has none of the values, so `!=` and `notin` take it. */
function holds(labels: Readonly<Record<string, string>>, key: string, values: readonly string[]): boolean {
  const found = Object.hasOwn(labels, key) ? labels[key] : undefined;
  return found !== undefined && values.includes(found);
}

function isName(text: string): boolean {
  return name.test(text) && text.slice(text.indexOf("/") + 1).length <= longest;
}

function isValue(text: string): boolean {
  return value.test(text) && text.length <= longest;
}

function check(valid: boolean, requirement: string, text: string): void {
  if (!valid) throw new SillageError("invalid", `Label selector "${text}" is malformed at "${requirement}"`, { terminal: true });
}
