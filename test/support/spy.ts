import { watch } from "node:fs";
import { chmod, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import process from "node:process";
import { setTimeout as delay } from "node:timers/promises";
import { makeTempFolder } from "./temp-folder.ts";

/** Remembers what programs let others see: their arguments and environments, and the files they make for a while. */
export interface Spy {
  /** For the programs: their temporary files and their `git` are seen. */
  readonly env: Readonly<Record<string, string>>;
  /** Also remembers this. */
  note(source: string, content: string | Buffer): void;
  /** Everything seen, by where. */
  readonly seen: ReadonlyMap<string, readonly Buffer[]>;
  /** Looks a last time. */
  stop(): Promise<void>;
}

const sampleEveryMs = 25;
/** Through these every child of the server goes. */
const programs = ["git", "helm", "kustomize"];

/** Linux only: reads `/proc`. Programs that live shorter than a sample are seen by the wrappers in front of them. */
export async function createSpy(): Promise<Spy> {
  const [temporary, wrappers, records] = [makeTempFolder(), makeTempFolder(), makeTempFolder()];
  const seen = new Map<string, Buffer[]>();
  const known = new Set<string>();
  const stopping = new AbortController();
  const note: Spy["note"] = (source, content) => {
    const contents = seen.get(source) ?? [];
    contents.push(Buffer.from(content));
    seen.set(source, contents);
  };
  for (const program of programs) await wrap(program, { wrappers, records });

  async function readInto(source: string, file: string): Promise<void> {
    const content = await readFile(file).catch(() => undefined);
    if (content !== undefined && isNew(`${source} ${content.toString("latin1")}`)) note(source, content);
  }

  function isNew(id: string): boolean {
    const before = known.size;
    return known.add(id).size > before;
  }

  async function sample(): Promise<void> {
    for (const id of await readdir("/proc")) {
      if (!/^\d+$/.test(id) || Number(id) === process.pid) continue;
      const line = await readFile(`/proc/${id}/cmdline`).catch(() => Buffer.alloc(0));
      if (line.length === 0 || !isNew(`${id} ${line.toString("latin1")}`)) continue;
      note("process arguments", line);
      await readInto("process environments", `/proc/${id}/environ`);
    }
  }

  async function sampleUntilStopped(): Promise<void> {
    while (!stopping.signal.aborted) {
      await sample();
      await delay(sampleEveryMs);
    }
  }

  const watcher = watch(temporary, { recursive: true }, (_event, name) => void (name === null || readInto("temporary files", path.join(temporary, name))));
  const sampling = sampleUntilStopped();

  return {
    env: { TMPDIR: temporary, PATH: [wrappers, process.env["PATH"] ?? ""].join(path.delimiter) },
    note,
    seen,
    async stop() {
      if (stopping.signal.aborted) return;
      stopping.abort();
      watcher.close();
      await sampling;
      for (const file of await listFiles(temporary)) await readInto("temporary files", file);
      for (const file of await listFiles(records)) await readInto("children of the server", file);
    },
  };
}

/** A program that writes down how it was called before it becomes the real one. */
async function wrap(program: string, { wrappers, records }: { readonly wrappers: string; readonly records: string }): Promise<void> {
  await mkdir(records, { recursive: true });
  const rest = (process.env["PATH"] ?? "").split(path.delimiter);
  const script = ["#!/bin/sh", `{ printf '%s\\n' "$0" "$@"; env; } >> "${records}/${program}.$$"`, `PATH='${rest.join(":")}'`, `exec ${program} "$@"`, ""].join("\n");
  const file = path.join(wrappers, program);
  await writeFile(file, script);
  await chmod(file, 0o755);
}

/** Every file in and below a folder. */
export async function listFiles(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
}
