import { defaultProjectSpec, type Application, type AppProject, type ManagedResource, type ResourceTree, type RevisionMetadata } from "../../src/api/index.ts";
import { systemClock } from "../../src/async/index.ts";
import { SillageError } from "../../src/errors/index.ts";
import { createKubeClient, type ApiResource, type JsonObject, type KubeClient, type KubeObject } from "../../src/kube/index.ts";
import { parseDocuments } from "../../src/kube/yaml/index.ts";
import { createLog, type Log } from "../../src/log/index.ts";
import { createInformer } from "../../src/runtime/index.ts";
import { administrator, createSandbox } from "../../src/sandbox/index.ts";
import { openAccess, type Access } from "../../src/main/access.ts";
import { createSettingsSource, type SettingsSource } from "../../src/main/settings-source.ts";
import { createApplicationCache, createProjectCache, createServer, type ServerDeps } from "../../src/server/index.ts";
import { readSecretKey } from "../../src/settings/index.ts";
import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";

/** Our HTTP API over a simulated cluster. What the controllers would answer is set by the test. */
export interface ApiServer {
  readonly url: string;
  /** A session of `admin`. */
  readonly token: string;
  readonly access: Access;
  readonly log: Log;
  readonly settings: SettingsSource;
  readonly server: ReturnType<typeof createServer>;
  readonly kube: KubeClient;
  readonly applications: ApiResource;
  readonly secrets: ApiResource;
  readonly answers: ControllerAnswers;
  /** Writes an Application to the cluster, as it is. */
  put(application: Application): Promise<void>;
  /** A merge patch of an Application, such as the controller's of its status. */
  patch(name: string, body: JsonObject): Promise<KubeObject>;
  fetch(name: string): Promise<KubeObject | undefined>;
  /** Merges values into a ConfigMap of the settings, `null` takes one out; resolves when the server has seen it. */
  set(configMap: SettingsMap, data: Readonly<Record<string, string | null>>): Promise<void>;
  /** A session of a new account that may do what these lines allow to `$me`, and nothing else. */
  logInAs(policy: string): Promise<LoggedIn>;
  close(): Promise<void>;
}

export interface LoggedIn {
  readonly name: string;
  readonly token: string;
  /** Other lines in place of those. */
  allow(policy: string): Promise<void>;
}

export interface ApiServerOptions {
  readonly log?: Log;
  readonly server?: Partial<ServerOptions>;
  /** In place of what the harness would answer. */
  readonly deps?: Partial<ServerDeps>;
}

type SettingsMap = "argocd-cm" | "argocd-rbac-cm";
type ServerOptions = Parameters<typeof createServer>[1];

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
  readonly checked: string[];
  readonly unreadable: Set<string>;
  readonly pushes: { readonly headers: Readonly<Record<string, string>>; readonly body: string }[];
}

const namespace = "argocd";
const definitions = ["application-crd.yaml", "appproject-crd.yaml"];

export async function startApiServer(options: ApiServerOptions = {}): Promise<ApiServer> {
  const stop = new AbortController();
  const { signal } = stop;
  const log = options.log ?? createLog({ level: "silent" });
  const clock = systemClock;
  const sandbox = await createSandbox({ clock, random: Math.random, definitions: await readDefinitions() });
  const kube = createKubeClient({ transport: sandbox.transport(administrator), clock }, { userAgent: "test" });
  const find = async (group: string, version: string, kind: string): Promise<ApiResource> => (await kube.discovery.findByKind({ group, version, kind }, { signal }))!;
  await kube.create(await find("", "v1", "Namespace"), { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } }, { signal });
  const [applications, projectResource, secrets, configMaps] = await Promise.all([
    find("argoproj.io", "v1alpha1", "Application"),
    find("argoproj.io", "v1alpha1", "AppProject"),
    find("", "v1", "Secret"),
    find("", "v1", "ConfigMap"),
  ]);
  const informer = createInformer({ client: kube, clock, log }, { resource: applications, namespace });
  const projectInformer = createInformer({ client: kube, clock, log }, { resource: projectResource, namespace });
  const projects = createProjectCache(projectInformer, { namespace, log });
  const settings = await createSettingsSource({ signal, log }, { client: kube, clock }, { namespace });
  const access = await openAccess({ signal, log }, { client: kube, clock, settings, projects }, { namespace, passwordCost: 4 });
  const running = Promise.all([informer, projectInformer, settings, access].map((part) => part.run(signal)));
  await Promise.all([informer, projectInformer, settings, access].map((part) => part.synced));
  const answers = createAnswers();
  const { token } = await access.issueAdminToken();
  const cache = createApplicationCache(informer, { isServed: (candidate) => candidate === namespace, log });
  const deps: ServerDeps = {
    ...answering(answers),
    ...access,
    settings,
    projects,
    getGlobalProjects: () => settings.getGlobalProjects(),
    newId: randomUUID,
    kube,
    applications: cache,
    clock,
    log,
    ...options.deps,
  };
  const server = createServer(deps, { namespace, host: "127.0.0.1", port: 0, isAnyNamespaceServed: true, version: "1.2.3", ...options.server });
  const url = await server.listen();
  let accounts = 0;

  async function set(name: SettingsMap, data: Readonly<Record<string, string | null>>): Promise<void> {
    const given = Object.fromEntries(Object.entries(data).filter(([, value]) => value !== null));
    const exists = (await kube.fetchObject(configMaps, { namespace, name }, { signal })) !== undefined;
    const { metadata } = exists
      ? await kube.patch(configMaps, { namespace, name }, { data }, { type: "merge", signal })
      : await kube.create(configMaps, { apiVersion: "v1", kind: "ConfigMap", metadata: { namespace, name }, data: given }, { signal });
    while (settings.getConfigMap(name)?.metadata.resourceVersion !== metadata.resourceVersion) await delay(2);
  }

  return {
    url,
    token,
    access,
    log,
    settings,
    server,
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
    set,
    async logInAs(policy) {
      const name = `user-${(accounts += 1)}`;
      const allow = (lines: string): Promise<void> => set("argocd-rbac-cm", { [`policy.${name}.csv`]: lines.replaceAll("$me", name) });
      await set("argocd-cm", { [`accounts.${name}`]: "login, apiKey" });
      await allow(policy);
      return { name, token: await access.sessions.issueToken({ subject: `${name}:login`, id: name, ...lifetime() }), allow };
    },
    async close() {
      await server.close();
      stop.abort();
      await running.catch(() => undefined);
      await access.close();
      await sandbox.close();
    },
  };
}

/** An hour, from now. */
export function lifetime(): { readonly issuedAt: number; readonly expiresAt: number } {
  const issuedAt = Math.floor(Date.now() / 1_000);
  return { issuedAt, expiresAt: issuedAt + 3_600 };
}

async function readDefinitions(): Promise<KubeObject[]> {
  const texts = await Promise.all(definitions.map((file) => readFile(new URL(`../../deploy/crds/${file}`, import.meta.url), "utf8")));
  return texts.flatMap((text) => parseDocuments(text, { file: "crds" }).map(({ value }) => value as KubeObject));
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
    async checkRepository(_ctx: unknown, secret: KubeObject) {
      const url = readSecretKey(secret, "url") ?? "";
      if (answers.unreadable.has(url)) throw new SillageError("forbidden", `Cannot read repository "${url}": authentication failed`);
      answers.checked.push(url);
    },
    fetchRefs: async () => ({ branches: ["main"], tags: ["v1"] }),
    async receivePush(_ctx: unknown, { headers, body }: { readonly headers: Readonly<Record<string, string>>; readonly body: Buffer }) {
      if (headers["x-hub-signature-256"] === undefined) throw new SillageError("unauthenticated", "The push carries no signature");
      answers.pushes.push({ headers, body: body.toString("utf8") });
      return 1;
    },
  };
}
