import { functions } from "./functions.ts";
import { type Command, dot, type Node, type Operand, parseTemplate, type Pipeline } from "./parse-template.ts";
import { isEmpty, isList, isMap, printValue, sortedEntries, templateError, typeName, type Value } from "./value.ts";

/** More than this is an attack: loops in loops over a large list. */
const maxSteps = 1_000_000;
const maxBytes = 4_000_000;

interface Scope {
  readonly root: Value;
  /** In cells, so that an inner block can change an outer variable. */
  readonly variables: Map<string, { value: Value }>;
}

/**
 * A Go template over byte values, as far as templates of Secrets need it: fields, `index`, variables, pipes, `if`, `with`, `range` and the functions that
 * compute texts. Throws `invalid`, naming an unknown function, and never quoting a value.
 */
export function renderTemplate(source: string, items: ReadonlyMap<string, Uint8Array>): Buffer {
  const root: Value = new Map([...items].map(([name, bytes]) => [name, Buffer.from(bytes).toString("latin1")]));
  const parts: string[] = [];
  let steps = 0;
  let size = 0;
  renderNodes(parseTemplate(source), { root, variables: new Map([dot, "$"].map((name) => [name, { value: root }])) });
  return Buffer.from(parts.join(""), "latin1");

  function write(text: string): void {
    size += text.length;
    steps += 1;
    if (size > maxBytes || steps > maxSteps) throw templateError("it yields too much");
    parts.push(text);
  }

  function renderNodes(nodes: readonly Node[], scope: Scope): void {
    for (const node of nodes) renderNode(node, scope);
  }

  function renderNode(node: Node, scope: Scope): void {
    steps += 1;
    if (node.kind === "text") return write(node.bytes);
    const value = evaluatePipeline(node.pipeline, scope);
    if (node.kind === "output") {
      if (node.pipeline.variables.length === 0) write(value === undefined ? "<no value>" : printValue(value));
      return;
    }
    if (node.kind === "range") return renderRange(node, { value, scope });
    const inner = { root, variables: new Map(scope.variables) };
    if (node.kind === "with" && !isEmpty(value)) inner.variables.set(dot, { value });
    renderNodes(isEmpty(value) ? node.otherwise : node.body, inner);
  }

  function renderRange(node: Extract<Node, { body: unknown }>, { value, scope }: { readonly value: Value; readonly scope: Scope }): void {
    const entries = listEntries(value);
    if (entries.length === 0) return renderNodes(node.otherwise, scope);
    for (const [key, item] of entries) {
      const variables = new Map(scope.variables).set(dot, { value: item });
      const [first, second] = node.pipeline.variables;
      if (first !== undefined) variables.set(first, { value: second === undefined ? item : key });
      if (second !== undefined) variables.set(second, { value: item });
      renderNodes(node.body, { root, variables });
    }
  }
}

function listEntries(value: Value): readonly (readonly [Value, Value])[] {
  if (value === undefined) return [];
  if (isMap(value)) return sortedEntries(value);
  if (isList(value)) return value.map((item, index) => [index, item] as const);
  throw templateError(`range over a ${typeName(value)}`);
}

function evaluatePipeline({ commands, variables, assigns }: Pipeline, scope: Scope): Value {
  let value: Value;
  for (const [index, command] of commands.entries()) value = evaluateCommand(command, { scope, piped: index === 0 ? [] : [value] });
  const [variable] = variables;
  if (variable === undefined) return value;
  if (assigns) getCell(variable, scope).value = value;
  else scope.variables.set(variable, { value });
  return value;
}

function evaluateCommand(command: Command, { scope, piped }: { readonly scope: Scope; readonly piped: readonly Value[] }): Value {
  if (command.kind === "operand") {
    if (piped.length > 0) throw templateError("a value stands where a function is expected");
    return evaluateOperand(command.operand, scope);
  }
  const call = functions.get(command.name);
  if (call === undefined) throw templateError(`the function "${command.name}" is not supported`);
  return call([...command.operands.map((operand) => evaluateOperand(operand, scope)), ...piped], scope.root);
}

function evaluateOperand(operand: Operand, scope: Scope): Value {
  if (operand.kind === "literal") return operand.value;
  if (operand.kind === "pipeline") return readFields(evaluatePipeline(operand.pipeline, scope), operand.fields);
  return readFields(getCell(operand.name, scope).value, operand.fields);
}

function getCell(name: string, scope: Scope): { value: Value } {
  const cell = scope.variables.get(name);
  if (cell === undefined) throw templateError(`the variable ${name} is not defined`);
  return cell;
}

function readFields(value: Value, fields: readonly string[]): Value {
  let current = value;
  for (const field of fields) {
    if (!isMap(current)) throw templateError(`a ${typeName(current)} has no field "${field}"`);
    current = current.get(field);
  }
  return current;
}
