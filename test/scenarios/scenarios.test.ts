import assert from "node:assert/strict";
import { globSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { test } from "node:test";
import { runCommand } from "./harness/run-command.ts";
import { formatScenario, parseScenario } from "./harness/scenario-file.ts";
import { createScenarioWorld } from "./harness/scenario-world.ts";

for (const file of globSync("*.txt", { cwd: import.meta.dirname }).toSorted()) {
  test(file.replace(/\.txt$/, "").replaceAll("-", " "), { timeout: 30_000 }, async () => {
    const text = readFileSync(path.join(import.meta.dirname, file), "utf8");
    const actual = await play(text);
    if (process.env["SILLAGE_UPDATE_GOLDEN"] === "1") writeFileSync(path.join(import.meta.dirname, file), actual);
    else assert.equal(actual, text);
  });
}

/** The scenario with the traces it gives now. */
async function play(text: string): Promise<string> {
  const blocks = parseScenario(text);
  const world = await createScenarioWorld();
  const traces: string[][] = [];
  try {
    for (const { commands } of blocks) {
      const trace: string[] = [];
      for (const command of commands) {
        const shown = await runCommand(world, command);
        trace.push(...world.takeTrace(), ...shown);
      }
      traces.push(trace);
    }
  } finally {
    await world.close();
  }
  return formatScenario(blocks, traces);
}
