import { SillageError } from "../errors/index.ts";
import { type ExecOptions, exec } from "../exec/index.ts";
import type { GitAccess } from "./access.ts";
import { classifyFailure } from "./classify-failure.ts";
import { localEnvironment, withRemoteEnvironment } from "./environment.ts";
import { guardRemote } from "./guard-remote.ts";
import { parseRemoteUrl } from "./repo-url.ts";

type RunOptions = Pick<ExecOptions, "signal" | "timeoutMs">;

/** Runs Git on a local repository and gives its output. Throws `internal` when it fails. */
export async function runGit(args: readonly string[], options: RunOptions & Pick<ExecOptions, "env">): Promise<string> {
  const result = await exec("git", args, { ...options, env: { ...localEnvironment, ...options.env } });
  if (result.exitCode === 0) return result.stdout.toString("utf8");
  throw new SillageError("internal", `Cannot run "git ${args.find((arg) => !arg.startsWith("-")) ?? ""}": ${result.stderr.trim()}`);
}

export interface RemoteOptions extends RunOptions {
  readonly url: string;
  readonly access: GitAccess;
}

/** Runs Git against a remote; `args` get the URL without its user part. Failures are told apart: forbidden address, unknown repository, wrong credentials, unreachable. */
export async function runGitRemote(args: (url: string) => readonly string[], options: RemoteOptions): Promise<string> {
  const { url, username, password } = parseRemoteUrl(options.url);
  const addresses = await guardRemote(url, { isLoopbackAllowed: options.access.isLoopbackRefused !== true });
  const inUrl: GitAccess = username === undefined ? {} : { credentials: { kind: "basic", username, password: password ?? "" } };
  return withRemoteEnvironment({ url, access: { ...inUrl, ...options.access }, addresses }, async (env) => {
    const result = await exec("git", args(url), { signal: options.signal, timeoutMs: options.timeoutMs ?? 15_000, env }).catch((error: unknown) => {
      if (error instanceof SillageError && error.code === "deadline") {
        throw new SillageError("unavailable", `Cannot reach repository "${url}": no answer in time`, { cause: error, reason: "RepositoryUnreachable" });
      }
      throw error;
    });
    if (result.exitCode !== 0) throw classifyFailure(url, result.stderr);
    return result.stdout.toString("utf8");
  });
}
