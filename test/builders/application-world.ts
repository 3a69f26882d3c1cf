import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import type { ApplicationSource, GlobalProjectRule } from "../../src/api/index.ts";
import { systemClock } from "../../src/async/index.ts";
import { createApplicationController, type ApplicationController, type SourceReader } from "../../src/controllers/index.ts";
import { SillageError } from "../../src/errors/index.ts";
import { createHttpTransport, createKubeClient, getString, gvkOf, isKubeObject, type KubeClient, type KubeObject, loadKubeconfig, type Transport } from "../../src/kube/index.ts";
import { parseDocuments } from "../../src/kube/yaml/index.ts";
import { createLog } from "../../src/log/index.ts";
import { createInformer } from "../../src/runtime/index.ts";
import { createControllers } from "../../src/sandbox/controllers/index.ts";
import { administrator, createSandbox, type Sandbox } from "../../src/sandbox/index.ts";
import { createKubelet } from "../../src/sandbox/kubelet/index.ts";
import { eventually } from "../support/eventually.ts";

export const repoURL = "https://git.example.com/shop.git";

/** A running controller between a cluster (a sandbox in this process, or the one of `SILLAGE_TEST_KUBECONFIG`) and commits in memory. */
export interface ApplicationWorld {
  readonly client: KubeClient;
  /** The one that runs now. */
  readonly controller: ApplicationController;
  /** Every write request so far: `PATCH /api/v1/…`. */
  readonly writes: readonly string[];
  /** A unique namespace for this world. */
  readonly namespace: string;
  /** Applications may live here, too. */
  readonly teamNamespace: string;
  /** What `globalProjects` says from now on. */
  setGlobalProjects(rules: readonly GlobalProjectRule[]): void;
  /** Whether syncs act as the service accounts of their projects. */
  setImpersonation(isEnabled: boolean): void;
  /** What stands in these folders from now on; a text instead of manifests is a render that fails with it. Tells the controller. Gives the commit's id. */
  commit(folders: Readonly<Record<string, readonly KubeObject[] | string>>): string;
  apply(object: KubeObject): Promise<KubeObject>;
  get(apiVersion: string, kind: string, name: string, namespace?: string): Promise<KubeObject | undefined>;
  patch(object: KubeObject, body: object): Promise<KubeObject>;
  delete(object: KubeObject): Promise<void>;
  /** The Application once it looks as wanted. */
  application(name: string, wanted?: { readonly sync?: string; readonly health?: string; readonly phase?: string; readonly namespace?: string }): Promise<KubeObject>;
  /** Nothing has been written for a while. */
  settle(): Promise<void>;
  /** Ends the controller at once and starts a new one that remembers nothing. */
  restart(): Promise<void>;
  /** The controller dies between its nth write from now and the answer to it, and a new one starts. Returns the way to call it off. */
  crashAfter(write: number): () => void;
  close(): Promise<void>;
}

const controlNamespace = "argocd";
const log = createLog({ level: (process.env["SILLAGE_TEST_LOG"] ?? "silent") as "silent" });

export async function createApplicationWorld(): Promise<ApplicationWorld> {
  const writes: string[] = [];
  const cluster = await openCluster();
  const fuse: Fuse = { left: Number.POSITIVE_INFINITY, blow: () => {} };
  const client = createKubeClient({ transport: countWrites(cluster.transport, writes), clock: systemClock }, { userAgent: "person" });
  const controllerClient = createKubeClient({ transport: withFuse(countWrites(cluster.transport, writes), fuse), clock: systemClock }, { userAgent: "sillage" });
  const stopping = new AbortController();
  const { signal } = stopping;
  const git = createMemoryGit();
  const namespace = `shop-${process.pid}-${Math.floor(Math.random() * 1e6)}`;
  const teamNamespace = `${namespace}-team`;
  let globalProjects: readonly GlobalProjectRule[] = [];
  let impersonates = false;
  let running = await start();

  async function start() {
    const abort = new AbortController();
    const ctx = { signal: abort.signal, log };
    const controller = await createApplicationController(
      ctx,
      {
        client: controllerClient,
        createInformer: (resource, options) => createInformer({ client: controllerClient, clock: systemClock, log }, { resource, ...options }),
        sources: git.sources,
        clock: systemClock,
        random: Math.random,
        log,
        getGlobalProjects: () => globalProjects,
        impersonation: {
          isEnabled: () => impersonates,
          createClient: (user) => createKubeClient({ transport: countWrites(cluster.transport, writes), clock: systemClock }, { userAgent: "sillage", impersonatedUser: user }),
        },
      },
      { controlNamespace, isApplicationNamespace: (candidate) => candidate === teamNamespace, concurrency: 16 },
    );
    const ended = controller.run(ctx);
    return { controller, abort, ended };
  }

  async function restart(): Promise<void> {
    running.abort.abort(new SillageError("canceled", "restart"));
    await running.ended;
    running = await start();
  }

  async function resourceOf(gvk: { readonly apiVersion: string; readonly kind: string }) {
    const resource = await client.discovery.findByKind(gvkOf(gvk), { signal });
    if (resource === undefined) throw new SillageError("notFound", `No such kind: ${gvk.kind}`);
    return resource;
  }

  const refOf = ({ metadata }: KubeObject) => ({ name: metadata.name ?? "", ...(metadata.namespace === undefined ? {} : { namespace: metadata.namespace }) });

  async function get(apiVersion: string, kind: string, name: string, inNamespace = namespace) {
    const resource = await resourceOf({ apiVersion, kind });
    return client.fetchObject(resource, { name, ...(resource.namespaced ? { namespace: inNamespace } : {}) }, { signal });
  }

  return {
    client,
    get controller() {
      return running.controller;
    },
    writes,
    namespace,
    teamNamespace,
    setImpersonation: (isEnabled) => void (impersonates = isEnabled),
    setGlobalProjects(rules) {
      globalProjects = rules;
      running.controller.announceProjects();
    },
    commit(folders) {
      const id = git.commit(folders);
      running.controller.announceRevisions(repoURL);
      return id;
    },
    apply: async (object) => client.apply(await resourceOf(object), object, { signal, fieldManager: "person", force: true }),
    get,
    patch: async (object, body) => client.patch(await resourceOf(object), refOf(object), body as never, { signal, type: "merge", fieldManager: "person" }),
    delete: async (object) => void (await client.delete(await resourceOf(object), refOf(object), { signal, propagationPolicy: "Background" })),
    application: (name, { namespace: home = controlNamespace, ...wanted } = {}) =>
      eventually(
        async () => {
          const app = await get("argoproj.io/v1alpha1", "Application", name, home);
          const status = app?.["status"];
          const actual = { sync: getString(status, "sync", "status"), health: getString(status, "health", "status"), phase: getString(status, "operationState", "phase") };
          const isWanted = Object.entries(wanted).every(([field, value]) => actual[field as "sync"] === value);
          if (app === undefined || !isWanted) throw new Error(`${name}: ${JSON.stringify(app?.["status"] ?? null)}`);
          return app;
        },
        { withinMs: 15_000 },
      ),
    async settle() {
      for (let before = -1; before !== writes.length;) {
        before = writes.length;
        await new Promise((resolve) => setTimeout(resolve, 400));
      }
    },
    restart,
    crashAfter(write) {
      const disarm = () => void (fuse.left = Number.POSITIVE_INFINITY);
      const blow = () => void restart().then(disarm);
      Object.assign(fuse, { left: write, blow });
      return disarm;
    },
    async close() {
      running.abort.abort(new SillageError("canceled", "over"));
      await running.ended;
      await cluster.close();
    },
  };
}

/** The cluster a test runs on: a sandbox in this process, or the one of `SILLAGE_TEST_KUBECONFIG`; our CRDs are installed. */
export async function openCluster(): Promise<{ readonly transport: Transport; close(): Promise<void> }> {
  const kubeconfig = process.env["SILLAGE_TEST_KUBECONFIG"] ?? "";
  if (kubeconfig === "") {
    const sandbox = await createSandbox({ clock: systemClock, random: Math.random, definitions: readDefinitions() });
    const transport = sandbox.transport(administrator);
    const abort = new AbortController();
    const running = runMachinery(sandbox, abort.signal);
    await install(transport, []);
    return {
      transport,
      async close() {
        abort.abort(new SillageError("canceled", "over"));
        await running;
        await sandbox.close();
      },
    };
  }
  const transport = createHttpTransport({ clock: systemClock }, await loadKubeconfig({ path: kubeconfig }));
  await install(transport, readDefinitions());
  return { transport, close: () => transport.close() };
}

/** What a cluster does by itself: controllers, a garbage collector, nodes. */
async function runMachinery(sandbox: Sandbox, signal: AbortSignal): Promise<void> {
  const client = (component: string) => createKubeClient({ transport: sandbox.transport(administrator), clock: systemClock }, { userAgent: component });
  const deps = { clock: systemClock, log };
  const controllers = createControllers({ ...deps, client: client("kube-controller-manager") }, { caBundle: sandbox.authority });
  const kubelet = createKubelet({ ...deps, client: client("kubelet") });
  sandbox.serveLogs(kubelet);
  await Promise.all([controllers.run(signal), kubelet.run(signal)]);
}

async function install(transport: Transport, definitions: readonly KubeObject[]): Promise<void> {
  const client = createKubeClient({ transport, clock: systemClock }, { userAgent: "install" });
  const { signal } = new AbortController();
  for (const object of [...definitions, { apiVersion: "v1", kind: "Namespace", metadata: { name: controlNamespace } }]) {
    const resource = await client.discovery.findByKind(gvkOf(object), { signal });
    if (resource !== undefined) await client.apply(resource, object, { signal, fieldManager: "install", force: true });
  }
  await eventually(
    async () => {
      client.discovery.invalidate();
      for (const kind of ["Application", "AppProject"]) {
        if ((await client.discovery.findByKind({ group: "argoproj.io", version: "v1alpha1", kind }, { signal })) === undefined) throw new Error(`${kind} is not served`);
      }
    },
    { withinMs: 10_000 },
  );
}

function readDefinitions(): KubeObject[] {
  const folder = path.resolve(import.meta.dirname, "../../deploy/crds");
  const files = readdirSync(folder).filter((file) => file.endsWith(".yaml"));
  return files
    .flatMap((file) => parseDocuments(readFileSync(path.join(folder, file), "utf8"), { file }))
    .map(({ value }) => value)
    .filter(isKubeObject);
}

/** Notes every write request: `PATCH /api/v1/…`. */
export function countWrites(transport: Transport, writes: string[]): Transport {
  return {
    send(request) {
      if (request.method !== "GET") writes.push(`${request.method} ${request.path}`);
      return transport.send(request);
    },
    close: () => transport.close(),
  };
}

interface Fuse {
  left: number;
  blow: () => void;
}

/** Lets writes through until the fuse blows; from then on nothing answers, as for a process that is gone. */
function withFuse(transport: Transport, fuse: Fuse): Transport {
  const never = (signal: AbortSignal) => new Promise<never>((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason), { once: true }));
  return {
    async send(request) {
      if (request.method === "GET") return transport.send(request);
      fuse.left -= 1;
      if (fuse.left > 0) return transport.send(request);
      if (fuse.left === 0) void transport.send(request).then(() => setImmediate(fuse.blow));
      return never(request.signal);
    },
    close: () => transport.close(),
  };
}

type Folders = Readonly<Record<string, readonly KubeObject[] | string>>;

/** Commits without Git. Equal content of a folder gives the same rendering, as the renderer promises. */
function createMemoryGit(): { readonly sources: SourceReader; commit(folders: Folders): string } {
  const commits = new Map<string, Folders>();
  const renderings = new Map<string, Awaited<ReturnType<SourceReader["renderSource"]>>>();
  let head = "";

  function resolve({ targetRevision = "main" }: ApplicationSource): string {
    const id = targetRevision === "main" ? head : targetRevision;
    if (!commits.has(id)) throw new SillageError("notFound", `Revision "${targetRevision}" is not a branch, tag or commit of repository "${repoURL}"`);
    return id;
  }

  return {
    commit(folders) {
      const before = commits.get(head);
      head = String(commits.size + 1)
        .padStart(8, "0")
        .padEnd(40, "a");
      commits.set(head, { ...before, ...folders });
      return head;
    },
    sources: {
      resolveRevision: async (_ctx, source) => resolve(source),
      async renderSource(_ctx, { source, revision }) {
        const content = commits.get(revision)?.[source.path ?? ""];
        if (content === undefined) throw new SillageError("notFound", `Path "${source.path}" does not exist`);
        if (typeof content === "string") throw new SillageError("invalid", content, { terminal: true });
        const key = JSON.stringify(content);
        const rendering = renderings.get(key) ?? {
          manifests: content.map((object, index) => ({ object, origin: { file: "all.yaml", line: index + 1 } })),
          sourceType: "Directory",
        };
        renderings.set(key, rendering);
        return rendering;
      },
    },
  };
}
