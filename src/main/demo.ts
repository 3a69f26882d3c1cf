import { cp, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Application } from "../api/index.ts";
import type { Clock } from "../async/index.ts";
import { SillageError } from "../errors/index.ts";
import { startGitServer } from "../git/index.ts";
import { createHttpTransport, createKubeClient, gvkOf, isKubeObject, loadKubeconfig, type KubeClient } from "../kube/index.ts";
import { parseDocuments } from "../kube/yaml/index.ts";
import type { Context } from "../log/index.ts";
import type { Environment } from "./environment.ts";
import { keepLocalContext } from "./local-context.ts";
import { readObservingFlags } from "./observing-options.ts";
import { startProduct, type Product } from "./product.ts";
import { startSimulatedCluster } from "./simulated-cluster.ts";
import { productVersion } from "./version.ts";

const examples = fileURLToPath(new URL("../../examples", import.meta.url));
/** The repository URL that stands in the examples. */
const placeholder = "https://git.example.com/platform/gitops.git";
const namespace = "argocd";
/** The one the brief leaves to a person. */
const manual = "samba-ad";

/** Everything on one machine: cluster, Git server, Sillage; comes up in waves before the eyes, says what to try, and stays until interrupted. */
export async function runDemo(ctx: Context, deps: { readonly clock: Clock; readonly environment: Environment }, options: { readonly port: number }): Promise<void> {
  const { clock, environment } = deps;
  const folder = await mkdtemp(path.join(tmpdir(), "sillage-demo-"));
  const startedMs = clock.now();
  const say = (text: string): void => void process.stdout.write(`${text}\n`);
  try {
    say("Starting a simulated Kubernetes cluster (nothing really runs in it)");
    const cluster = await startSimulatedCluster(ctx, { clock }, { host: "127.0.0.1", port: 0 });
    const kubeconfig = path.join(folder, "kubeconfig");
    await writeFile(kubeconfig, cluster.kubeconfig, { mode: 0o600 });
    const connection = await loadKubeconfig({ path: kubeconfig });

    say("Starting Sillage");
    const product = await startProduct(
      ctx,
      { clock, cluster: connection, cacheDirectory: folder, openLog: () => ctx.log },
      {
        namespace,
        listen: { host: "127.0.0.1", port: options.port, isInsecure: true, rootPath: "" },
        installDefinitions: true,
        applicationNamespaces: undefined,
        observing: readObservingFlags({}),
        sealedSecrets: { periodMs: 0 },
      },
    );
    const session = await keepLocalContext(ctx, { clock, product, contextFile: environment.contextFile });

    say("Starting a Git server with the example repository");
    const git = await startGitServer({ log: ctx.log }, { rootDir: path.join(folder, "git"), port: 0, webhook: { url: `${product.url}/api/webhook` } });
    const repository = await git.openRepository("gitops", ctx);
    const content = await prepareExamples(path.join(folder, "examples"), repository.url);
    await repository.importFolder(content, "Add the shop", ctx);

    say("Applying the app of apps; the waves follow one another\n");
    const transport = createHttpTransport({ clock }, connection);
    const client = createKubeClient({ transport, clock }, { userAgent: `sillage-demo/${productVersion()}` });
    await applyRoot(ctx, client, content);
    await untilDeployed(ctx, product, { say, secondsSince: () => ((clock.now() - startedMs) / 1_000).toFixed(1) });
    say(describe({ product, repositoryUrl: repository.url, clusterUrl: cluster.url, kubeconfig }));
    await Promise.all([product.ended, cluster.ended, session.ended]);
    await transport.close();
    await git.close();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A copy of the examples that points at the demo's own repository. */
async function prepareExamples(folder: string, repositoryUrl: string): Promise<string> {
  await cp(examples, folder, { recursive: true });
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith(".yaml")) continue;
    const file = path.join(entry.parentPath, entry.name);
    const text = await readFile(file, "utf8");
    if (text.includes(placeholder)) await writeFile(file, text.replaceAll(placeholder, repositoryUrl));
  }
  return folder;
}

async function applyRoot({ signal }: Context, client: KubeClient, folder: string): Promise<void> {
  for (const { value } of parseDocuments(await readFile(path.join(folder, "root.yaml"), "utf8"), { file: "root.yaml" })) {
    if (!isKubeObject(value)) continue;
    const resource = await client.discovery.findByKind(gvkOf(value), { signal });
    if (resource === undefined) throw new SillageError("internal", `The demo cluster does not serve ${value.kind}`);
    await client.apply(resource, value, { fieldManager: "sillage-demo", force: true, signal });
  }
}

/** Prints each change of an application until all are where the brief wants them. */
function untilDeployed({ signal }: Context, product: Product, output: { readonly say: (text: string) => void; readonly secondsSince: () => string }): Promise<void> {
  const shown = new Map<string, string>();
  return new Promise((resolve, reject) => {
    const stop = product.applications.onChange(look);
    const onAbort = (): void => reject(signal.reason);
    signal.addEventListener("abort", onAbort, { once: true });
    look();

    function look(): void {
      const applications = product.applications.list();
      for (const application of applications) show(application);
      if (!isDeployed(applications)) return;
      stop();
      signal.removeEventListener("abort", onAbort);
      resolve();
    }
    function show({ metadata, status }: Application): void {
      const { name = "" } = metadata;
      const line = `${(status.sync?.status ?? "Unknown").padEnd(10)} ${status.health?.status ?? "Unknown"}`;
      if (shown.get(name) === line) return;
      shown.set(name, line);
      const wave = metadata.annotations?.["argocd.argoproj.io/sync-wave"];
      output.say(`${output.secondsSince().padStart(6)} s  ${(wave === undefined ? "" : `wave ${wave}`).padEnd(7)} ${name.padEnd(12)} ${line}`);
    }
  });
}

function isDeployed(applications: readonly Application[]): boolean {
  return (
    applications.length === 7 &&
    applications.every(({ metadata, status }) =>
      metadata.name === manual ? status.sync?.status === "OutOfSync" : status.sync?.status === "Synced" && status.health?.status === "Healthy",
    )
  );
}

function describe(demo: { readonly product: Product; readonly repositoryUrl: string; readonly clusterUrl: string; readonly kubeconfig: string }): string {
  const clone = `git clone ${demo.repositoryUrl} shop && cd shop`;
  return `
Everything is deployed, but ${manual}, which waits for a person.

  API          ${demo.product.url}
  Git          ${demo.repositoryUrl}
  Cluster      ${demo.clusterUrl}  (simulated)

  export KUBECONFIG=${demo.kubeconfig}

Things to try, in another terminal (in this checkout, \`npx sillage\` is the command line):

  kubectl get applications -n argocd              what kubectl sees
  npx sillage app list                            what Sillage says, to you as \`admin\`: this machine is logged in
  kubectl get secret argocd-initial-admin-secret -n argocd -o jsonpath='{.data.password}' | base64 -d
                                                  the password of \`admin\` for everybody else
  npx sillage app sync ${manual}                   deploy what waits for you
  kubectl delete deployment backend -n shop       drift: watch it come back
  kubectl scale deployment backend -n shop --replicas=9
  npx sillage app history backend                 commit, author, message, who started it
  kubectl create secret generic my-secret --from-literal=KEY=value --dry-run=client -o yaml | npx sillage seal --format yaml > my-sealed-secret.yaml
  kubectl apply -f my-sealed-secret.yaml          the cluster decrypts it: kubectl get secret my-secret -o yaml

  ${clone}
                                                  scale by commit: set \`count: 4\` in
                                                  kubernetes/overlays/production/backend/kustomization.yaml,
                                                  git commit -am "Scale the backend to 4" && git push
                                                  break an image: tag "broken" in the same file
                                                  git revert HEAD && git push: back again

Ctrl-C ends all of it.`;
}
