/** Fails when a module imports sideways or upwards, past a door, or when files import each other in a cycle (type imports count too). */
import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { ranks } from "./layers.ts";

const root = path.resolve(import.meta.dirname, "../src");
const files = globSync("**/*.ts", { cwd: root }).toSorted();
const problems: string[] = [];
const imports = new Map(files.map((file) => [file, importsOf(file)]));

for (const [file, targets] of imports) {
  const from = moduleOf(file);
  if (from === undefined) problems.push(`${file}: its folder is not in script/layers.ts`);
  for (const target of targets) {
    const to = moduleOf(target);
    if (from === undefined || to === undefined || from === to || file.endsWith(".test.ts")) continue;
    if (rankOf(to) >= rankOf(from)) problems.push(`${file}: "${from}" (${rankOf(from)}) must not import "${to}" (${rankOf(to)})`);
    if (target !== `${to}/index.ts`) problems.push(`${file}: imports ${target}, past the door ${to}/index.ts`);
  }
}
for (const cycle of findCycles()) problems.push(`import cycle: ${cycle.join(" → ")}`);

for (const problem of problems) console.error(problem);
console.log(`layers: ${files.length} files, ${problems.length} problems`);
process.exitCode = problems.length === 0 ? 0 : 1;

function rankOf(module: string): number {
  return ranks[module] ?? Number.NaN;
}

/** The longest folder of the file that stands in the table. */
function moduleOf(file: string): string | undefined {
  for (let folder = path.dirname(file); folder !== "."; folder = path.dirname(folder)) if (ranks[folder] !== undefined) return folder;
  return undefined;
}

function importsOf(file: string): string[] {
  const text = readFileSync(path.join(root, file), "utf8");
  const specifiers = [...text.matchAll(/(?:^|\n)\s*(?:import|export)\b[^;"']*?from\s*["'](\.[^"']+)["']|import\(\s*["'](\.[^"']+)["']\s*\)/g)].map(
    (match) => match[1] ?? match[2] ?? "",
  );
  return specifiers.map((specifier) => path.join(path.dirname(file), specifier)).filter((target) => target.endsWith(".ts"));
}

function findCycles(): string[][] {
  const cycles: string[][] = [];
  const done = new Set<string>();
  const stack: string[] = [];
  function visit(file: string): void {
    const at = stack.indexOf(file);
    if (at >= 0) cycles.push([...stack.slice(at), file]);
    if (at >= 0 || done.has(file)) return;
    stack.push(file);
    for (const target of imports.get(file) ?? []) visit(target);
    stack.pop();
    done.add(file);
  }
  for (const file of files) visit(file);
  return cycles;
}
