/** `script/tools [NAME…]`: unpacks or builds the programs the tests use, and says which are there and why others are not. Exit code 3 when one is missing. */
import process from "node:process";
import { buildTool } from "./build-tool.ts";
import { toolNames } from "./recipes.ts";

const controller = new AbortController();
process.once("SIGINT", () => controller.abort());
process.once("SIGTERM", () => controller.abort());

const wanted = process.argv.slice(2);
for (const name of toolNames.filter((name) => wanted.length === 0 || wanted.includes(name))) {
  const tool = await buildTool(name, { signal: controller.signal, report: (line) => console.log(line) });
  console.log(tool.kind === "found" ? `${name.padEnd(24)}${tool.path}` : `skipped: ${tool.reason}`);
  if (tool.kind === "missing") process.exitCode = 3;
}
