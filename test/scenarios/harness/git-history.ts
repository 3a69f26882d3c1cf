import assert from "node:assert/strict";
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { ChildProcess } from "node:child_process";
import path from "node:path";
import { exec } from "../../../src/exec/index.ts";
import type { Clock } from "../../../src/async/index.ts";
import { makeTempFolder } from "../../support/temp-folder.ts";

/** A real repository whose commits have names that do not change: `commit-1`, `commit-2`, … */
export interface GitHistory {
  readonly url: string;
  /** Writes files (`undefined` removes one) as the next commit of `main`. */
  commit(files: Readonly<Record<string, string | undefined>>): Promise<void>;
  /** The id of a named commit; anything else as it is. */
  idOf(name: string): string;
  /** The text with ids and the URL replaced by names. */
  withNames(text: string): string;
}

export async function createGitHistory(clock: Clock): Promise<GitHistory> {
  const folder = path.join(makeTempFolder(), "repository.git");
  const url = `file://${folder}`;
  const ids: string[] = [];

  async function git(args: readonly string[], input = ""): Promise<string> {
    const result = await exec("git", args, { input, signal: AbortSignal.timeout(30_000) });
    assert.equal(result.exitCode, 0, `git ${args.join(" ")}: ${result.stderr}`);
    return result.stdout.toString("utf8").trim();
  }

  await git(["init", "--quiet", "--bare", "--initial-branch=main", folder]);
  return {
    url,
    async commit(files) {
      const seconds = Math.floor(clock.now() / 1000);
      const message = `commit-${ids.length + 1}`;
      const changes = Object.entries(files).map(([file, text]) => (text === undefined ? `D ${file}` : `M 100644 inline ${file}\n${data(text)}`));
      const parent = ids.length === 0 ? [] : ["from refs/heads/main^0"];
      const script = ["commit refs/heads/main", "mark :1", `committer Ada Example <ada@example.com> ${seconds} +0000`, data(message), ...parent, ...changes, "get-mark :1", ""];
      ids.push(await git(["--git-dir", folder, "fast-import", "--quiet", "--cat-blob-fd=1"], script.join("\n")));
    },
    idOf: (name) => ids[Number(/^commit-(\d+)$/.exec(name)?.[1] ?? "0") - 1] ?? name,
    withNames: (text) =>
      ids.reduce((named, id, index) => named.replaceAll(id, `commit-${index + 1}`).replaceAll(id.slice(0, 7), `commit-${index + 1}`), text.replaceAll(url, "REPOSITORY")),
  };
}

function data(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}`;
}

/** Watches the Git processes of this process, by what Node itself says of them. */
export function watchGit(onStart: (command: string) => void): { readonly isBusy: () => boolean; close(): void } {
  const running = new Set<ChildProcess>();
  function onChild(message: unknown): void {
    const { process: child } = message as { readonly process: ChildProcess };
    // Arguments are set right after the announcement.
    queueMicrotask(() => {
      const command = child.spawnargs?.find((word) => ["ls-remote", "fetch", "init", "for-each-ref"].includes(word));
      if (command === undefined) return;
      running.add(child);
      child.once("close", () => running.delete(child));
      onStart(command);
    });
  }
  subscribe("child_process", onChild);
  return { isBusy: () => running.size > 0, close: () => void unsubscribe("child_process", onChild) };
}
