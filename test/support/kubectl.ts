import assert from "node:assert/strict";
import { exec } from "../../src/exec/index.ts";
import { findTool } from "../../tools/find-tool.ts";

export interface KubectlResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The real kubectl on one cluster and namespace. */
export interface Kubectl {
  /** Any exit code is a result. */
  run(args: readonly string[], options?: { readonly input?: string }): Promise<KubectlResult>;
  /** Fails unless the exit code is 0; gives standard output. */
  ok(args: readonly string[], options?: { readonly input?: string }): Promise<string>;
  /** `kubectl apply -f -` of the manifest, any exit code. */
  apply(manifest: unknown, ...flags: readonly string[]): Promise<KubectlResult>;
  /** The same; fails unless the exit code is 0, and gives standard output. */
  applied(manifest: unknown, ...flags: readonly string[]): Promise<string>;
  /** The object as JSON. */
  get(kind: string, name: string): Promise<unknown>;
}

export interface KubectlOptions {
  readonly kubeconfig: string;
  readonly namespace: string;
  /** Folder of the discovery cache; a fresh one means cold discovery. */
  readonly cacheFolder: string;
}

const timeoutMs = 60_000;

export async function createKubectl(options: KubectlOptions): Promise<Kubectl> {
  const tool = await findTool("kubectl");
  assert.equal(tool.kind, "found", tool.kind === "missing" ? tool.reason : "");
  const program = tool.kind === "found" ? tool.path : "";

  const run: Kubectl["run"] = async (args, { input } = {}) => {
    const common = ["--cache-dir", options.cacheFolder, "--namespace", options.namespace];
    const result = await exec(program, [...common, ...args], {
      env: { KUBECONFIG: options.kubeconfig },
      signal: AbortSignal.timeout(timeoutMs),
      ...(input === undefined ? {} : { input }),
    });
    return { exitCode: result.exitCode, stdout: result.stdout.toString("utf8"), stderr: result.stderr };
  };
  const ok: Kubectl["ok"] = async (args, extra = {}) => {
    const result = await run(args, extra);
    assert.equal(result.exitCode, 0, `kubectl ${args.join(" ")}: ${result.stderr}${result.stdout}`);
    return result.stdout;
  };
  return {
    run,
    ok,
    apply: (manifest, ...flags) => run(["apply", "-f", "-", ...flags], { input: JSON.stringify(manifest) }),
    applied: (manifest, ...flags) => ok(["apply", "-f", "-", ...flags], { input: JSON.stringify(manifest) }),
    get: async (kind, name) => JSON.parse(await ok(["get", kind, name, "-o", "json", "--show-managed-fields"])),
  };
}
