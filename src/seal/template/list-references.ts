import { functions } from "./functions.ts";
import { dot, type Node, type Operand, parseTemplate, type Pipeline } from "./parse-template.ts";
import { templateError, toText } from "./value.ts";

/** The items a template names for sure: `.name`, `$.name` and `index . "name"`. Throws as rendering would for what is not supported. */
export function listReferences(source: string): ReadonlySet<string> {
  const found = new Set<string>();
  visitNodes(parseTemplate(source), true);
  return found;

  /** Inside `with` and `range` the dot is another value, and only `$` is still the root. */
  function visitNodes(nodes: readonly Node[], isDotRoot: boolean): void {
    for (const node of nodes) {
      if (node.kind === "text") continue;
      visitPipeline(node.pipeline, isDotRoot);
      if (node.kind === "output") continue;
      visitNodes(node.body, isDotRoot && node.kind === "if");
      visitNodes(node.otherwise, isDotRoot);
    }
  }

  function visitPipeline({ commands }: Pipeline, isDotRoot: boolean): void {
    for (const command of commands) {
      const operands = command.kind === "call" ? command.operands : [command.operand];
      for (const operand of operands) visitOperand(operand, isDotRoot);
      if (command.kind !== "call") continue;
      if (!functions.has(command.name)) throw templateError(`the function "${command.name}" is not supported`);
      const [map, key] = command.name === "index" ? operands : [];
      if (map !== undefined && isRoot(map, isDotRoot) && key?.kind === "literal" && typeof key.value === "string") found.add(toText(key.value));
    }
  }

  function visitOperand(operand: Operand, isDotRoot: boolean): void {
    if (operand.kind === "pipeline") visitPipeline(operand.pipeline, isDotRoot);
    if (operand.kind !== "variable") return;
    const [field] = operand.fields;
    if (field !== undefined && isRoot({ ...operand, fields: [] }, isDotRoot)) found.add(field);
  }
}

function isRoot(operand: Operand, isDotRoot: boolean): boolean {
  return operand.kind === "variable" && operand.fields.length === 0 && (operand.name === "$" || (operand.name === dot && isDotRoot));
}
