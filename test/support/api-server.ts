import { defaultProjectSpec, type Application, type AppProject, type ManagedResource, type Repository, type ResourceTree, type RevisionMetadata } from "../../src/api/index.ts";
import { systemClock } from "../../src/async/index.ts";
import { SillageError } from "../../src/errors/index.ts";
import { createKubeClient, type ApiResource, type JsonObject, type KubeClient, type KubeObject } from "../../src/kube/index.ts";
import { parseDocuments } from "../../src/kube/yaml/index.ts";
import { createLog } from "../../src/log/index.ts";
import { createInformer } from "../../src/runtime/index.ts";
import { administrator, createSandbox } from "../../src/sandbox/index.ts";
import { createApplicationCache, createServer, type ServerDeps } from "../../src/server/index.ts";
import { readFile } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";

/** Our HTTP API over a simulated cluster. What the controllers would answer is set by the test. */
export interface ApiServer {
  readonly url: string;
  readonly token: string;
  readonly kube: KubeClient;
  readonly applications: ApiResource;
  readonly secrets: ApiResource;
  readonly answers: ControllerAnswers;
  /** Writes an Application to the cluster, as it is. */
  put(application: Application): Promise<void>;
  /** A merge patch of an Application, such as the controller's of its status. */
  patch(name: string, body: JsonObject): Promise<KubeObject>;
  fetch(name: string): Promise<KubeObject | undefined>;
  close(): Promise<void>;
}

/** What belongs to others behind the API. */
type ApplicationSettings = ReturnType<ServerDeps["getApplicationSettings"]>;

interface ControllerAnswers {
  /** The one project there is, under whatever name. */
  project: AppProject;
  settings: ApplicationSettings;
  /** Why no application is permitted. */
  problems: readonly string[];
  tree: ResourceTree;
  /** Tells whoever reads the tree of an application that it has changed. */
  readonly treeReaders: Set<() => void>;
  managedResources: readonly ManagedResource[];
  manifests: readonly string[];
  metadata: RevisionMetadata;
  /** Repositories that have been checked; the URLs in `unreadable` cannot be read. */
  readonly checked: Repository[];
  readonly unreadable: Set<string>;
  readonly pushes: { readonly headers: Readonly<Record<string, string>>; readonly body: string }[];
}

const namespace = "argocd";
const definitions = new URL("../../deploy/crds/application-crd.yaml", import.meta.url);

export async function startApiServer(): Promise<ApiServer> {
  const stop = new AbortController();
  const { signal } = stop;
  const log = createLog({ level: "silent" });
  const definition = parseDocuments(await readFile(definitions, "utf8"), { file: "application-crd.yaml" }).map(({ value }) => value as KubeObject);
  const sandbox = await createSandbox({ clock: systemClock, random: Math.random, definitions: definition });
  const kube = createKubeClient({ transport: sandbox.transport(administrator), clock: systemClock }, { userAgent: "test" });
  const find = async (group: string, version: string, kind: string): Promise<ApiResource> => (await kube.discovery.findByKind({ group, version, kind }, { signal }))!;
  await kube.create(await find("", "v1", "Namespace"), { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } }, { signal });
  const applications = await find("argoproj.io", "v1alpha1", "Application");
  const secrets = await find("", "v1", "Secret");
  const informer = createInformer({ client: kube, clock: systemClock, log }, { resource: applications, namespace });
  const running = informer.run(signal);
  await informer.synced;
  const answers = createAnswers();
  const token = "correct-horse";
  const cache = createApplicationCache(informer, { isServed: (candidate) => candidate === namespace, log });
  const server = createServer({ ...answering(answers), kube, applications: cache, clock: systemClock, log }, { namespace, token, host: "127.0.0.1", port: 0, version: "1.2.3" });
  const url = await server.listen();

  return {
    url,
    token,
    kube,
    applications,
    secrets,
    answers,
    async put(application) {
      await kube.create(applications, JSON.parse(JSON.stringify(application)), { signal });
      while (cache.get({ namespace, name: application.metadata.name ?? "" }) === undefined) await delay(2);
    },
    patch: (name, body) => kube.patch(applications, { namespace, name }, body, { type: "merge", signal }),
    fetch: (name) => kube.fetchObject(applications, { namespace, name }, { signal }),
    async close() {
      await server.close();
      stop.abort();
      await running.catch(() => undefined);
      await sandbox.close();
    },
  };
}

function createAnswers(): ControllerAnswers {
  const project: AppProject = { apiVersion: "argoproj.io/v1alpha1", kind: "AppProject", metadata: { name: "default", namespace }, spec: defaultProjectSpec, status: {} };
  const settings = { isRollbackEnforced: false, isOverridePrivilegeRequired: false, maxPodLogs: 10 };
  const metadata = { author: "Ada <ada@example.com>", date: "2026-01-02T03:04:05Z", message: "Scale the shop" };
  const tree = { nodes: [], orphanedNodes: [] };
  return { project, settings, problems: [], tree, treeReaders: new Set(), managedResources: [], manifests: [], metadata, checked: [], unreadable: new Set(), pushes: [] };
}

function answering(answers: ControllerAnswers) {
  return {
    fetchManagedResources: async () => answers.managedResources,
    async fetchManifests(_ctx: unknown, { spec }: Application, { revisions }: { readonly revisions: readonly (string | undefined)[] }) {
      if (spec.source?.path === "nowhere") throw new SillageError("notFound", 'Path "nowhere" does not exist');
      return [...answers.manifests, JSON.stringify({ revision: revisions[0] ?? "of the spec" })];
    },
    async fetchServerSideDiff(_ctx: unknown, _application: Application, manifests: readonly KubeObject[]) {
      return answers.managedResources.filter(({ name }) => manifests.some(({ metadata }) => metadata.name === name));
    },
    getApplicationSettings: () => answers.settings,
    isApplicationNamespace: (candidate: string) => candidate === "team",
    getProject: () => answers.project,
    findProblems: () => answers.problems,
    fetchResourceTree: async () => answers.tree,
    onTreeChange(_application: Application, handler: () => void) {
      answers.treeReaders.add(handler);
      return () => void answers.treeReaders.delete(handler);
    },
    fetchRevisionMetadata: async (_ctx: unknown, { revision }: { readonly revision: string }) => {
      if (revision === "0000000") throw new SillageError("notFound", 'Commit "0000000" is not in the repository any more');
      return answers.metadata;
    },
    async checkRepository(_ctx: unknown, repository: Repository) {
      if (answers.unreadable.has(repository.repo)) throw new SillageError("forbidden", `Cannot read repository "${repository.repo}": authentication failed`);
      answers.checked.push(repository);
    },
    async receivePush(_ctx: unknown, { headers, body }: { readonly headers: Readonly<Record<string, string>>; readonly body: Buffer }) {
      if (headers["x-hub-signature-256"] === undefined) throw new SillageError("unauthenticated", "The push carries no signature");
      answers.pushes.push({ headers, body: body.toString("utf8") });
      return 1;
    },
  };
}
