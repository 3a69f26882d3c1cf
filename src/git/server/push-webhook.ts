import { createHmac } from "node:crypto";
import { describeError } from "../../errors/index.ts";
import type { Log } from "../../log/index.ts";
import { runGit } from "../run-git.ts";
import type { HostedRepository } from "./hosted-repository.ts";

/** Where push events go. */
export interface WebhookTarget {
  readonly url: string;
  readonly secret?: string;
}

interface PushContext {
  readonly log: Log;
  readonly repository: HostedRepository;
  readonly target: WebhookTarget;
  readonly signal: AbortSignal;
}

const noCommit = "0".repeat(40);

/** Sends one GitHub push event for each branch that is not as it was before. A target that does not answer is logged, as GitHub would. */
export async function announcePushes(push: PushContext, before: ReadonlyMap<string, string>): Promise<void> {
  try {
    const after = await push.repository.fetchBranches(push);
    const names = new Set([...before.keys(), ...after.keys()]);
    for (const ref of names) {
      const [old, now] = [before.get(ref) ?? noCommit, after.get(ref) ?? noCommit];
      if (old !== now) await send(push, await createPayload(push, { ref, before: old, after: now }));
    }
  } catch (error) {
    push.log.warn("Cannot deliver a push event", { error: describeError(error) });
  }
}

async function createPayload({ repository, signal }: PushContext, update: { readonly ref: string; readonly before: string; readonly after: string }): Promise<object> {
  const bare = repository.url.replace(/\.git$/, "");
  const commits = update.before === noCommit || update.after === noCommit ? [] : await fetchCommits(repository.gitDir, `${update.before}..${update.after}`, signal);
  return {
    ...update,
    created: update.before === noCommit,
    deleted: update.after === noCommit,
    commits,
    repository: { name: bare.slice(bare.lastIndexOf("/") + 1), default_branch: "main", clone_url: repository.url, html_url: bare },
  };
}

interface CommitFiles {
  readonly id: string;
  readonly added: string[];
  readonly modified: string[];
  readonly removed: string[];
}

async function fetchCommits(gitDir: string, range: string, signal: AbortSignal): Promise<CommitFiles[]> {
  const output = await runGit(["--git-dir", gitDir, "log", "-z", "--no-renames", "--name-status", "--format=%x01%H", "--max-count=100", range], { signal });
  return output.split("\u0001").slice(1).map(parseCommitFiles);
}

/** `<id>\0\n<status>\0<path>\0…` */
function parseCommitFiles(text: string): CommitFiles {
  const [id = "", ...fields] = text.split("\0").map((field) => field.trim());
  const commit: CommitFiles = { id, added: [], modified: [], removed: [] };
  for (let index = 0; index + 1 < fields.length; index += 2) {
    const file = fields[index + 1] ?? "";
    if (fields[index] === "A") commit.added.push(file);
    else if (fields[index] === "D") commit.removed.push(file);
    else if (file !== "") commit.modified.push(file);
  }
  return commit;
}

async function send({ target, signal }: PushContext, payload: object): Promise<void> {
  const body = JSON.stringify(payload);
  const headers: Record<string, string> = { "content-type": "application/json", "x-github-event": "push" };
  if (target.secret !== undefined) headers["x-hub-signature-256"] = `sha256=${createHmac("sha256", target.secret).update(body).digest("hex")}`;
  const response = await fetch(target.url, { method: "POST", body, headers, signal: AbortSignal.any([signal, AbortSignal.timeout(10_000)]) });
  await response.body?.cancel();
  if (!response.ok) throw new Error(`The webhook target answered ${response.status}`);
}
