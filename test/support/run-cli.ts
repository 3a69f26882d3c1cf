import { readFile, writeFile } from "node:fs/promises";
import assert from "node:assert/strict";
import { CommanderError } from "commander";
import { systemClock, type Clock } from "../../src/async/index.ts";
import { emptyLocalConfig, type LocalConfig } from "../../src/cli/connection/index.ts";
import { describeFailure, exitCodeOf, runCommandLine, type CliDeps } from "../../src/cli/index.ts";
import type { SillageClient } from "../../src/client/index.ts";
import { SillageError, toSillageError } from "../../src/errors/index.ts";

export interface CliRun {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

interface CliWorld {
  readonly client?: Partial<SillageClient>;
  readonly clock?: Clock;
  readonly files?: Readonly<Record<string, string>>;
  /** What a person answers, or types; a question without one fails. */
  readonly answers?: readonly (boolean | string)[];
  /** The contexts, as they were and as they become. */
  readonly config?: { current: LocalConfig };
  readonly deps?: Partial<CliDeps>;
}

// What the person at this terminal has set must not reach the runs.
for (const name of Object.keys(process.env)) if (name.startsWith("SILLAGE_") && name !== "SILLAGE_UPDATE_GOLDEN") delete process.env[name];

/** One run of the command line in this process, with the real parser and a client of the test's. */
export async function runCli(argv: readonly string[], world: CliWorld = {}): Promise<CliRun> {
  const { client, clock = systemClock, files = {}, answers = [], config = { current: emptyLocalConfig }, deps = {} } = world;
  const run = { stdout: "", stderr: "", exitCode: 0 };
  const left = [...answers];
  const answer = async (question: string): Promise<boolean | string> => {
    run.stderr += `${question}\n`;
    const next = left.shift();
    assert.ok(next !== undefined, `Nobody answers "${question}"`);
    return next;
  };
  const given: CliDeps = {
    async connect() {
      if (client === undefined) throw new SillageError("invalid", "No server: start `sillage server` on this machine, or give --server and --auth-token");
      return client as SillageClient;
    },
    async readFile(path) {
      const text = files[path];
      if (text === undefined) throw new SillageError("notFound", `No file "${path}"`);
      return text;
    },
    writeFile: async () => assert.fail("This run writes no file"),
    renderFolder: async () => [],
    loadSealWorld: async () => assert.fail("This run has no world to seal in"),
    openCluster: async () => assert.fail("This run has no cluster"),
    serveCore: async () => assert.fail("This run serves nothing"),
    loadServeCommands: async () => [],
    stdout: { write: (text) => void (run.stdout += text) },
    stderr: { write: (text) => void (run.stderr += text) },
    openServer: async () => assert.fail("This run has no other server"),
    probeServer: async () => ({ kind: "trusted" }),
    localConfig: { read: async () => config.current, write: async (next) => void (config.current = next) },
    confirm: async (question) => (await answer(question)) === true,
    askText: async (question) => String(await answer(question)),
    askSecret: async (question) => String(await answer(question)),
    editText: async () => assert.fail("This run has no editor"),
    openBrowser: async () => false,
    setExitCode: (code) => void (run.exitCode = code),
    clock,
    signal: new AbortController().signal,
    version: "1.2.3",
    ...deps,
  };
  try {
    await runCommandLine(argv, given);
  } catch (error) {
    if (error instanceof CommanderError) run.exitCode = error.exitCode;
    else {
      const failure = toSillageError(error);
      run.stderr += describeFailure(failure, { isTerminal: false });
      run.exitCode = exitCodeOf(failure);
    }
  }
  return run;
}

/** Compares with a golden file; SILLAGE_UPDATE_GOLDEN=1 rewrites it instead, and a person reads the difference. */
export async function assertGolden(file: URL, text: string): Promise<void> {
  if (process.env["SILLAGE_UPDATE_GOLDEN"] === "1") await writeFile(file, text);
  assert.equal(text, await readFile(file, "utf8"));
}

/** Everything a run showed, as a golden file keeps it. */
export function transcript(argv: readonly string[], { stdout, stderr, exitCode }: CliRun): string {
  const quoted = argv.map((word) => (/[\s*]|^$/.test(word) ? `'${word}'` : word)).join(" ");
  return [`$ sillage ${quoted}\n`, stdout, stderr === "" ? "" : `--- stderr\n${stderr}`, `--- exit ${exitCode}\n`].join("");
}
