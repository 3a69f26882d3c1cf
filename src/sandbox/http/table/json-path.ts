import { isRecord } from "../../../kube/index.ts";

type Step = { readonly kind: "field"; readonly name: string } | { readonly kind: "index"; readonly at: number } | { readonly kind: "all" } | Filter;
interface Filter {
  readonly kind: "filter";
  readonly path: string;
  readonly operator: "==" | "!=";
  readonly value: string;
}

/** Evaluates the simple JSONPath of printer columns: fields, indexes, `[*]` and `[?(@.type=="Ready")]`. All values found, in order. */
export function evaluateJsonPath(path: string, value: unknown): readonly unknown[] {
  let current: readonly unknown[] = [value];
  for (const step of parseSteps(path)) current = current.flatMap((one) => take(one, step));
  return current.filter((one) => one !== undefined && one !== null);
}

const stepPattern = /\.?\[\?\(@\.([^=!]+?)\s*(==|!=)\s*(?:"([^"]*)"|'([^']*)'|([^)]*?))\s*\)\]|\[(\d+)\]|\[\*\]|\['([^']+)'\]|\.\*|\.((?:\\.|[^.[\\])+)/g;

function parseSteps(path: string): readonly Step[] {
  return [...path.matchAll(stepPattern)].map((match): Step => {
    const [, filterPath, operator, double, single, bare, index, quoted, field] = match;
    if (filterPath !== undefined) return { kind: "filter", path: `.${filterPath}`, operator: operator === "!=" ? "!=" : "==", value: double ?? single ?? bare ?? "" };
    if (index !== undefined) return { kind: "index", at: Number(index) };
    const name = quoted ?? field?.replaceAll(/\\(.)/g, "$1");
    return name === undefined ? { kind: "all" } : { kind: "field", name };
  });
}

function take(value: unknown, step: Step): readonly unknown[] {
  if (step.kind === "field") return isRecord(value) ? [value[step.name]] : [];
  const items: readonly unknown[] = Array.isArray(value) ? value : isRecord(value) ? Object.values(value) : [];
  if (step.kind === "index") return [items[step.at]];
  if (step.kind === "all") return items;
  return items.filter((item) => evaluateJsonPath(step.path, item).some((found) => String(found) === step.value) === (step.operator === "=="));
}
