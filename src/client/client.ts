import type { Application, ManagedResource, Repository, RevisionMetadata, RollbackRequest, SyncRequest } from "../api/index.ts";
import { parseWireApplication, parseManagedResource, parseRepository, parseRevisionMetadata } from "../api/index.ts";
import { SillageError } from "../errors/index.ts";
import { getField, getList, getString, isRecord } from "../kube/index.ts";
import { createHttp, type Http } from "./http.ts";

export interface ClientOptions {
  /** Base URL, such as `http://127.0.0.1:8080`. */
  readonly server: string;
  readonly token: string;
}

interface Call {
  readonly signal: AbortSignal;
}

export interface DeleteApplicationOptions extends Call {
  /** Delete what the application manages, too. */
  readonly cascade: boolean;
  readonly propagationPolicy?: "foreground" | "background";
}

export interface ApplicationEvent {
  readonly type: "ADDED" | "MODIFIED" | "DELETED";
  readonly application: Application;
}

/**
 * Every call throws a `SillageError` with the server's own message and code; `unavailable` when no server answers. An application is named as lists show it,
 * `argocd/web`, or without its namespace.
 */
export interface SillageClient {
  fetchVersion(call: Call): Promise<string>;
  fetchApplications(call: Call & { readonly selector?: string; readonly projects?: readonly string[] }): Promise<readonly Application[]>;
  fetchApplication(name: string, call: Call & { readonly refresh?: "normal" | "hard" }): Promise<Application>;
  createApplication(application: object, call: Call & { readonly upsert: boolean }): Promise<Application>;
  deleteApplication(name: string, options: DeleteApplicationOptions): Promise<void>;
  syncApplication(name: string, request: SyncRequest, call: Call): Promise<Application>;
  rollbackApplication(name: string, request: RollbackRequest, call: Call): Promise<Application>;
  terminateOperation(name: string, call: Call): Promise<void>;
  fetchManagedResources(name: string, call: Call): Promise<readonly ManagedResource[]>;
  /** JSON texts of the manifests at a revision, Secrets masked. */
  fetchManifests(name: string, call: Call & { readonly revision?: string }): Promise<readonly string[]>;
  fetchRevisionMetadata(name: string, revision: string, call: Call): Promise<RevisionMetadata>;
  /** The current applications first, then each change, until the signal aborts or the server ends it. */
  watchApplications(call: Call & { readonly name?: string }): AsyncIterable<ApplicationEvent>;
  createRepository(repository: object, call: Call & { readonly upsert: boolean }): Promise<Repository>;
  fetchRepositories(call: Call): Promise<readonly Repository[]>;
}

export function createClient(options: ClientOptions): SillageClient {
  const http = createHttp(options);
  return {
    async fetchVersion(call) {
      return getString(await http.json("GET", "/api/version", call), "Version") ?? "unknown";
    },
    ...createApplicationCalls(http),
    async createRepository(repository, { signal, upsert }) {
      return parseRepository(await http.json("POST", "/api/v1/repositories", { signal, body: repository, query: [["upsert", String(upsert)]] }));
    },
    async fetchRepositories(call) {
      return getList(await http.json("GET", "/api/v1/repositories", call), "items").map(parseRepository);
    },
  };
}

function createApplicationCalls(http: Http): Omit<SillageClient, "fetchVersion" | "createRepository" | "fetchRepositories"> {
  return {
    async fetchApplications({ signal, selector, projects = [] }) {
      const query = [...optional("selector", selector), ...projects.map((project) => ["projects", project] as const)];
      return getList(await http.json("GET", root, { signal, query }), "items").map(parseWireApplication);
    },
    async fetchApplication(name, { signal, refresh }) {
      return parseWireApplication(await http.json("GET", pathOf(name), { signal, query: [...namespaceOf(name), ...optional("refresh", refresh)] }));
    },
    async createApplication(application, { signal, upsert }) {
      return parseWireApplication(await http.json("POST", root, { signal, body: application, query: [["upsert", String(upsert)]] }));
    },
    async deleteApplication(name, { signal, cascade, propagationPolicy }) {
      const query = [...namespaceOf(name), ["cascade", String(cascade)] as const, ...optional("propagationPolicy", propagationPolicy)];
      await http.json("DELETE", pathOf(name), { signal, query });
    },
    async syncApplication(name, request, { signal }) {
      return parseWireApplication(await http.json("POST", pathOf(name, "/sync"), { signal, body: request, query: namespaceOf(name) }));
    },
    async rollbackApplication(name, request, { signal }) {
      return parseWireApplication(await http.json("POST", pathOf(name, "/rollback"), { signal, body: request, query: namespaceOf(name) }));
    },
    async terminateOperation(name, { signal }) {
      await http.json("DELETE", pathOf(name, "/operation"), { signal, query: namespaceOf(name) });
    },
    async fetchManagedResources(name, { signal }) {
      return getList(await http.json("GET", pathOf(name, "/managed-resources"), { signal, query: namespaceOf(name) }), "items").map(parseManagedResource);
    },
    async fetchManifests(name, { signal, revision }) {
      const answer = await http.json("GET", pathOf(name, "/manifests"), { signal, query: [...namespaceOf(name), ...optional("revision", revision)] });
      return getList(answer, "manifests").filter((manifest) => typeof manifest === "string");
    },
    async fetchRevisionMetadata(name, revision, { signal }) {
      const path = pathOf(name, `/revisions/${encodeURIComponent(revision)}/metadata`);
      return parseRevisionMetadata(await http.json("GET", path, { signal, query: namespaceOf(name) }));
    },
    watchApplications: ({ signal, name }) => watchApplications(http, { signal, query: name === undefined ? [] : [["name", splitName(name).name], ...namespaceOf(name)] }),
  };
}

const root = "/api/v1/applications";

type Query = readonly (readonly [string, string])[];

function pathOf(application: string, rest = ""): string {
  return `${root}/${encodeURIComponent(splitName(application).name)}${rest}`;
}

function namespaceOf(application: string): Query {
  return optional("appNamespace", splitName(application).namespace);
}

function splitName(application: string): { readonly namespace: string | undefined; readonly name: string } {
  const slash = application.indexOf("/");
  return { namespace: slash < 0 ? undefined : application.slice(0, slash), name: application.slice(slash + 1) };
}

function optional(name: string, value: string | undefined): Query {
  return value === undefined ? [] : [[name, value]];
}

async function* watchApplications(http: Http, call: Call & { readonly query: Query }): AsyncIterable<ApplicationEvent> {
  for await (const line of http.lines("/api/v1/stream/applications", call)) {
    const error = getField(line, "error");
    if (isRecord(error)) throw new SillageError("unavailable", getString(error, "message") ?? "The stream ended with an error");
    const type = getString(line, "result", "type");
    if (type === "ADDED" || type === "MODIFIED" || type === "DELETED") yield { type, application: parseWireApplication(getField(line, "result", "application")) };
  }
}
