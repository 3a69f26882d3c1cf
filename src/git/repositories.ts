import { createHash } from "node:crypto";
import path from "node:path";
import { type Clock, sleep } from "../async/index.ts";
import { describeError } from "../errors/index.ts";
import type { Context } from "../log/index.ts";
import type { GitAccess } from "./access.ts";
import { type GitObserver, noObserver } from "./observer.ts";
import { isSameRepo, maskUrl } from "./repo-url.ts";
import { type Repository, createRepository } from "./repository.ts";

/** All repositories in use: one mirror and one poll for each. */
export interface Repositories {
  /** The repository at a URL; the same one at each call. Each scope has a mirror of its own: who may not use its credentials does not see what they opened. */
  open(url: string, scope?: string): Repository;
  /** Polls every open repository until aborted, each at its own moment. An interval of 0 means none is polled. */
  run(ctx: Context): Promise<void>;
  /** A push was announced for these URLs: begins to fetch the repositories they name, while `run` goes on, and returns how many that are. */
  announcePush(urls: readonly string[]): number;
  close(): Promise<void>;
}

export interface RepositoriesDeps {
  readonly clock: Clock;
  /** Between 0 and 1, as `Math.random`. */
  readonly random: () => number;
  readonly getAccess: (url: string, scope: string) => GitAccess;
  /** Called when branches, tags or HEAD of a repository moved, or when it became readable or unreadable. */
  readonly onChange: (url: string) => void;
  readonly observer?: GitObserver;
}

export interface RepositoriesOptions {
  /** Holds the mirrors. No other process may use it. */
  readonly dataDir: string;
  /** 0 means never: only `announcePush` tells of news. */
  readonly pollIntervalMs: number;
  /** Up to this much is added to each interval. */
  readonly pollJitterMs: number;
}

interface Entry {
  readonly repository: Repository;
  isReadable: boolean;
}

/** Opens repositories on demand, below one folder. */
export function createRepositories(deps: RepositoriesDeps, options: RepositoriesOptions): Repositories {
  const { observer = noObserver } = deps;
  const entries = new Map<string, Entry>();
  const tasks = createTasks();
  let running: Context | undefined;

  async function poll(ctx: Context, entry: Entry): Promise<void> {
    while (options.pollIntervalMs > 0) {
      await sleep(options.pollIntervalMs + deps.random() * options.pollJitterMs, { clock: deps.clock, signal: ctx.signal });
      await refresh(ctx, entry, "poll");
    }
  }

  async function refresh(ctx: Context, entry: Entry, mode: "poll" | "push"): Promise<void> {
    const { url } = entry.repository;
    try {
      const hasMoved = await entry.repository.refresh(mode, ctx);
      if (hasMoved || !entry.isReadable) deps.onChange(url);
      entry.isReadable = true;
    } catch (error) {
      ctx.signal.throwIfAborted();
      ctx.log.warn("Cannot refresh a repository", { repository: maskUrl(url), error: describeError(error) });
      if (entry.isReadable) deps.onChange(url);
      entry.isReadable = false;
    }
  }

  return {
    open(url, scope = "") {
      const key = keyOf(url, scope);
      const known = entries.get(key);
      if (known !== undefined) return known.repository;
      const gitDir = path.join(options.dataDir, folderOf(key));
      const repository = createRepository({ clock: deps.clock, getAccess: () => deps.getAccess(url, scope), observer }, { url, gitDir });
      const entry = { repository, isReadable: true };
      entries.set(key, entry);
      if (running !== undefined) tasks.track(running, poll(running, entry));
      return repository;
    },
    async run(ctx) {
      running = ctx;
      for (const entry of entries.values()) tasks.track(ctx, poll(ctx, entry));
      await new Promise<void>((resolve) => ctx.signal.addEventListener("abort", () => resolve(), { once: true }));
      running = undefined;
      await tasks.settle();
    },
    announcePush(urls) {
      const ctx = running;
      if (ctx === undefined) return 0;
      const named = [...entries.values()].filter((entry) => urls.some((url) => isSameRepo(url, entry.repository.url)));
      const fetch = (entry: Entry): Promise<void> => observer.push(maskUrl(entry.repository.url), () => refresh(ctx, entry, "push"));
      for (const entry of named) tasks.track(ctx, fetch(entry));
      return named.length;
    },
    async close() {
      await Promise.all([...entries.values()].map((entry) => entry.repository.close()));
    },
  };
}

/** Work of the run: awaited at its end, which is no failure of it. */
function createTasks() {
  const tasks = new Set<Promise<void>>();
  return {
    track(ctx: Context, work: Promise<void>): void {
      const tracked = work.catch((error: unknown) => {
        if (!ctx.signal.aborted) throw error;
      });
      tasks.add(tracked);
      void tracked.finally(() => tasks.delete(tracked));
    },
    settle: () => Promise.all(tasks),
  };
}

/** Without ambiguity: nothing that stands in a URL may lead to what a scope has opened. */
function keyOf(url: string, scope: string): string {
  return scope === "" ? url.trim() : JSON.stringify([url.trim(), scope]);
}

function folderOf(key: string): string {
  return `${createHash("sha256").update(key).digest("hex").slice(0, 32)}.git`;
}
