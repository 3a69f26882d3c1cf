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

/** Every call throws a `SillageError` with the server's own message and code; `unavailable` when no server answers. */
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
  const applicationPath = (name: string, rest = ""): string => `/api/v1/applications/${encodeURIComponent(name)}${rest}`;
  return {
    async fetchVersion(call) {
      return getString(await http.json("GET", "/api/version", call), "Version") ?? "unknown";
    },
    async fetchApplications({ signal, selector, projects = [] }) {
      const query = [...(selector === undefined ? [] : [["selector", selector] as const]), ...projects.map((project) => ["projects", project] as const)];
      return getList(await http.json("GET", "/api/v1/applications", { signal, query }), "items").map(parseWireApplication);
    },
    async fetchApplication(name, { signal, refresh }) {
      return parseWireApplication(await http.json("GET", applicationPath(name), { signal, query: refresh === undefined ? [] : [["refresh", refresh]] }));
    },
    async createApplication(application, { signal, upsert }) {
      return parseWireApplication(await http.json("POST", "/api/v1/applications", { signal, body: application, query: [["upsert", String(upsert)]] }));
    },
    async deleteApplication(name, { signal, cascade, propagationPolicy }) {
      const query = [["cascade", String(cascade)] as const, ...(propagationPolicy === undefined ? [] : [["propagationPolicy", propagationPolicy] as const])];
      await http.json("DELETE", applicationPath(name), { signal, query });
    },
    async syncApplication(name, request, { signal }) {
      return parseWireApplication(await http.json("POST", applicationPath(name, "/sync"), { signal, body: request }));
    },
    async rollbackApplication(name, request, { signal }) {
      return parseWireApplication(await http.json("POST", applicationPath(name, "/rollback"), { signal, body: request }));
    },
    async terminateOperation(name, call) {
      await http.json("DELETE", applicationPath(name, "/operation"), call);
    },
    async fetchManagedResources(name, call) {
      return getList(await http.json("GET", applicationPath(name, "/managed-resources"), call), "items").map(parseManagedResource);
    },
    async fetchManifests(name, { signal, revision }) {
      const answer = await http.json("GET", applicationPath(name, "/manifests"), { signal, query: revision === undefined ? [] : [["revision", revision]] });
      return getList(answer, "manifests").filter((manifest) => typeof manifest === "string");
    },
    async fetchRevisionMetadata(name, revision, call) {
      return parseRevisionMetadata(await http.json("GET", applicationPath(name, `/revisions/${encodeURIComponent(revision)}/metadata`), call));
    },
    watchApplications: ({ signal, name }) => watchApplications(http, { signal, query: name === undefined ? [] : [["name", name]] }),
    async createRepository(repository, { signal, upsert }) {
      return parseRepository(await http.json("POST", "/api/v1/repositories", { signal, body: repository, query: [["upsert", String(upsert)]] }));
    },
    async fetchRepositories(call) {
      return getList(await http.json("GET", "/api/v1/repositories", call), "items").map(parseRepository);
    },
  };
}

async function* watchApplications(http: Http, call: Call & { readonly query: readonly (readonly [string, string])[] }): AsyncIterable<ApplicationEvent> {
  for await (const line of http.lines("/api/v1/stream/applications", call)) {
    const error = getField(line, "error");
    if (isRecord(error)) throw new SillageError("unavailable", getString(error, "message") ?? "The stream ended with an error");
    const type = getString(line, "result", "type");
    if (type === "ADDED" || type === "MODIFIED" || type === "DELETED") yield { type, application: parseWireApplication(getField(line, "result", "application")) };
  }
}
