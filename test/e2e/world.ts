import assert from "node:assert/strict";
import path from "node:path";
import process from "node:process";
import { exec } from "../../src/exec/index.ts";
import { getField, getString } from "../../src/kube/index.ts";
import { openTarget, type Target } from "../support/target.ts";
import { startCountingProxy } from "../support/counting-proxy.ts";
import { eventually } from "../support/eventually.ts";
import { startGitServer, type TestGitServer } from "../support/git-server.ts";
import { createWorkingCopy, type WorkingCopy } from "../support/git-repository.ts";
import { findFreePort } from "../support/free-port.ts";
import { createKubectl, type Kubectl } from "../support/kubectl.ts";
import { startSillage, type SillageProcess } from "../support/process.ts";
import { makeTempFolder } from "../support/temp-folder.ts";

export interface WorldOptions {
  /** Pushes notify the server. Default: they do. */
  readonly webhook?: boolean;
  /** `timeout.reconciliation` of the server. */
  readonly poll?: string;
  /** The server talks to the cluster through a proxy that remembers its writes. */
  readonly countWrites?: boolean;
  /** For the server and every `sillage` command, beside what the world sets. */
  readonly env?: Readonly<Record<string, string>>;
}

/** A cluster, a Git server and a running `sillage server` between them; everything through the programs people use. */
export interface World {
  readonly target: Target;
  readonly kubectl: Kubectl;
  readonly git: TestGitServer;
  readonly repository: WorkingCopy;
  readonly server: SillageProcess;
  /** What the server wrote so far; only with `countWrites`. */
  readonly writes: readonly string[];
  /** Kills the server and starts it again on the same settings. */
  restart(signal: "SIGTERM" | "SIGKILL"): Promise<void>;
  sillage(...args: readonly string[]): Promise<{ readonly exitCode: number; readonly stdout: string; readonly stderr: string }>;
  /** Applies an Application for a folder of the repository. */
  createApplication(name: string, folder: string, spec?: Readonly<Record<string, unknown>>): Promise<void>;
  application(name: string): Promise<unknown>;
  waitForApplication(name: string, wanted: { readonly sync?: string; readonly health?: string }, withinMs?: number): Promise<unknown>;
  close(): Promise<void>;
}

const webhookSecret = "not-a-secret-in-tests";
export const controlNamespace = "argocd";
export const automated = { syncPolicy: { automated: { prune: true, selfHeal: true }, syncOptions: ["CreateNamespace=true"] } };

export async function createWorld(options: WorldOptions = {}): Promise<World> {
  const target = await openTarget();
  const kubectl = await createKubectl({ kubeconfig: target.kubeconfig, namespace: controlNamespace, cacheFolder: makeTempFolder() });
  const environment = { SILLAGE_CONFIG: path.join(makeTempFolder(), "config"), XDG_CACHE_HOME: makeTempFolder(), ...options.env };
  const apply = async (manifest: object): Promise<void> => {
    const applied = await kubectl.apply(manifest);
    assert.equal(applied.exitCode, 0, applied.stderr);
  };
  const port = await findFreePort();
  const git = await startGitServer(options.webhook === false ? undefined : { url: `http://127.0.0.1:${port}/api/webhook`, secret: webhookSecret });
  const repository = await createWorkingCopy(git.repositoryUrl);
  await apply({ apiVersion: "v1", kind: "Namespace", metadata: { name: controlNamespace } });
  if (options.poll !== undefined)
    await apply({
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "argocd-cm" },
      data: { "timeout.reconciliation": options.poll, "timeout.reconciliation.jitter": "0s" },
    });
  const proxy = options.countWrites === true ? await startCountingProxy(target.kubeconfig) : undefined;
  const serverKubeconfig = proxy?.kubeconfig ?? target.kubeconfig;
  const start = (): Promise<SillageProcess> => startSillage(["server", "--kubeconfig", serverKubeconfig, "--port", String(port), "--insecure", "--install-crds"], environment);
  let server = await start();

  async function sillage(...args: readonly string[]): Promise<{ readonly exitCode: number; readonly stdout: string; readonly stderr: string }> {
    const result = await exec(process.execPath, [path.resolve(import.meta.dirname, "../../bin/sillage.js"), ...args], { env: environment, signal: AbortSignal.timeout(120_000) });
    return { exitCode: result.exitCode, stdout: result.stdout.toString("utf8"), stderr: result.stderr };
  }

  return {
    target,
    kubectl,
    git,
    repository,
    writes: proxy?.writes ?? [],
    get server() {
      return server;
    },
    async restart(signal) {
      await server.stop(signal);
      server = await start();
    },
    sillage,
    async createApplication(name, folder, spec = automated) {
      await apply({
        apiVersion: "argoproj.io/v1alpha1",
        kind: "Application",
        metadata: { name, finalizers: ["resources-finalizer.argocd.argoproj.io"] },
        spec: {
          project: "default",
          source: { repoURL: git.repositoryUrl, path: folder, targetRevision: "main" },
          destination: { server: "https://kubernetes.default.svc", namespace: `e2e-${name}` },
          ...spec,
        },
      });
    },
    application: (name) => kubectl.get("application", name),
    waitForApplication(name, wanted, withinMs = 30_000) {
      return eventually(
        async () => {
          const application = await kubectl.get("application", name);
          const seen = { sync: getString(application, "status", "sync", "status"), health: getString(application, "status", "health", "status") };
          assert.deepEqual(
            { ...seen, ...wanted },
            seen,
            `${name}: ${JSON.stringify(getField(application, "status", "conditions"))} ${getString(application, "status", "operationState", "message") ?? ""}`,
          );
          return application;
        },
        { withinMs },
      );
    },
    async close() {
      await kubectl.run(["delete", "applications", "--all", "--timeout=60s"]);
      await server.stop();
      await proxy?.close();
      await git.close();
      await target.close();
    },
  };
}
