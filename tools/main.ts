/** `script/tools [NAME…]`: unpacks or builds the programs the tests use, and says which are there and why others are not. Exit code 3 when one is missing. */
import process from "node:process";
import { buildTool } from "./build-tool.ts";
import { findTool } from "./find-tool.ts";
import { readRecipe, toolNames } from "./recipes.ts";

const controller = new AbortController();
process.once("SIGINT", () => controller.abort());
process.once("SIGTERM", () => controller.abort());

const wanted = process.argv.slice(2);
for (const name of toolNames.filter((name) => wanted.length === 0 || wanted.includes(name))) {
  const recipe = readRecipe(name);
  if (recipe.kind === "go" && (await findTool(name)).kind === "missing") console.log(`building ${name} ${recipe.version}, once (minutes for the Kubernetes programs)`);
  const tool = await buildTool(name, { signal: controller.signal });
  if (tool.kind === "found") console.log(`${name.padEnd(24)}${tool.path}`);
  else {
    console.log(`skipped: ${tool.reason}`);
    process.exitCode = 3;
  }
}
