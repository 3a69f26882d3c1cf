import { writeFile } from "node:fs/promises";
import path from "node:path";
import { systemClock } from "../../src/async/index.ts";
import { SillageError } from "../../src/errors/index.ts";
import { createHttpTransport, createKubeClient, gvkOf, type KubeClient, type KubeObject, loadKubeconfig } from "../../src/kube/index.ts";
import { createLog } from "../../src/log/index.ts";
import { readObservingFlags } from "../../src/main/observing-options.ts";
import { startProduct, type Product } from "../../src/main/product.ts";
import { startSimulatedCluster } from "../../src/main/simulated-cluster.ts";
import { createWorkingCopy, type WorkingCopy } from "../support/git-repository.ts";
import { startGitServer, type TestGitServer } from "../support/git-server.ts";
import { makeTempFolder } from "../support/temp-folder.ts";

/** The whole product in this process, between a simulated cluster and a Git server, all over HTTP. */
export interface ObservedProduct {
  readonly product: Product;
  readonly git: TestGitServer;
  readonly repository: WorkingCopy;
  apply(object: KubeObject): Promise<KubeObject>;
  list(gvk: { readonly apiVersion: string; readonly kind: string }, namespace: string): Promise<readonly KubeObject[]>;
  /** Tells the product of a push, as GitHub would. */
  announce(repositoryUrl: string): Promise<void>;
  close(): Promise<void>;
}

/** `flags` as the command line gives them, in camel case. */
export async function startObservedProduct(flags: Readonly<Record<string, unknown>>): Promise<ObservedProduct> {
  const stop = new AbortController();
  const ctx = { signal: stop.signal, log: createLog({ level: "silent" }) };
  const clock = systemClock;
  const cluster = await startSimulatedCluster(ctx, { clock }, { host: "127.0.0.1", port: 0 });
  const kubeconfig = path.join(makeTempFolder(), "kubeconfig");
  await writeFile(kubeconfig, cluster.kubeconfig, { mode: 0o600 });
  const connection = await loadKubeconfig({ path: kubeconfig });
  const transport = createHttpTransport({ clock }, connection);
  const client = createKubeClient({ transport, clock }, { userAgent: "person" });
  const product = await startProduct(
    ctx,
    { clock, cluster: connection, cacheDirectory: makeTempFolder(), openLog: () => ctx.log },
    {
      namespace: "argocd",
      applicationNamespaces: undefined,
      installDefinitions: true,
      listen: { host: "127.0.0.1", port: 0, isInsecure: true, rootPath: undefined },
      observing: readObservingFlags(flags),
      sealedSecrets: undefined,
    },
  );
  const git = await startGitServer();
  const repository = await createWorkingCopy(git.repositoryUrl);
  const resourceOf = async (client: KubeClient, object: { readonly apiVersion: string; readonly kind: string }) => (await client.discovery.findByKind(gvkOf(object), ctx))!;
  return {
    product,
    git,
    repository,
    apply: async (object) => client.apply(await resourceOf(client, object), object, { ...ctx, fieldManager: "person", force: true }),
    list: async (gvk, namespace) => (await client.fetchList(await resourceOf(client, gvk), { ...ctx, namespace })).items,
    async announce(repositoryUrl) {
      const body = JSON.stringify({ ref: "refs/heads/main", before: "", after: "", repository: { clone_url: repositoryUrl }, commits: [] });
      const headers = { "content-type": "application/json", "x-github-event": "push" };
      const response = await fetch(`${product.url}/api/webhook`, { method: "POST", headers, body });
      if (!response.ok) throw new Error(`The webhook was answered with ${response.status}: ${await response.text()}`);
    },
    async close() {
      stop.abort(new SillageError("canceled", "The test is over"));
      await Promise.all([product.ended, cluster.ended]);
      await transport.close();
      await git.close();
    },
  };
}

export function applicationOf(name: string, parts: { readonly repoURL: string; readonly labels?: Readonly<Record<string, string>> }): KubeObject {
  return {
    apiVersion: "argoproj.io/v1alpha1",
    kind: "Application",
    metadata: { name, namespace: "argocd", labels: parts.labels ?? {} },
    spec: {
      project: "default",
      source: { repoURL: parts.repoURL, path: "shop", targetRevision: "main" },
      destination: { server: "https://kubernetes.default.svc", namespace: "shop" },
      syncPolicy: { automated: { prune: true, selfHeal: true }, syncOptions: ["CreateNamespace=true"] },
    },
  };
}

export function settingsMap(theme: string): string {
  return JSON.stringify({ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "settings" }, data: { theme } });
}
