import { SillageError } from "../../errors/index.ts";

type Labels = Readonly<Record<string, string>>;
type Requirement = (labels: Labels) => boolean;

const requirementPattern =
  /^\s*(?:(?<absent>!\s*)?(?<exists>[^\s=!,()]+)|(?<key>[^\s=!,()]+)\s*(?<operator>==|=|!=)\s*(?<value>[^\s=!,()]*)|(?<setKey>[^\s=!,()]+)\s+(?<setOperator>in|notin)\s*\((?<values>[^()]*)\))\s*$/;

/** Parses a label selector: `a=b`, `a!=b`, `a in (b,c)`, `a notin (b)`, `a`, `!a`, joined by commas. "" selects everything. */
export function parseSelector(selector: string): Requirement {
  const requirements = selector.trim() === "" ? [] : selector.split(/,(?![^(]*\))/).map((text) => parseRequirement(text, selector));
  return (labels) => requirements.every((requirement) => requirement(labels));
}

function parseRequirement(text: string, selector: string): Requirement {
  const { absent, exists, key, operator, value, setKey, setOperator, values } = requirementPattern.exec(text)?.groups ?? {};
  if (exists !== undefined) return (labels) => Object.hasOwn(labels, exists) === (absent === undefined);
  if (key !== undefined) return (labels) => (Object.hasOwn(labels, key) && labels[key] === value) === (operator !== "!=");
  if (setKey !== undefined) {
    const wanted = new Set(values?.split(",").map((item) => item.trim()));
    return (labels) => (Object.hasOwn(labels, setKey) && wanted.has(labels[setKey] ?? "")) === (setOperator === "in");
  }
  throw new SillageError("invalid", `"${selector}" is not a label selector`, { terminal: true, reason: "InvalidPatch" });
}
