import {
  parseManagedResource,
  parseRevisionMetadata,
  parseWireApplication,
  type Application,
  type ApplicationSpec,
  type ApplicationWindow,
  type ApplicationWindows,
  type ManagedResource,
  type RevisionMetadata,
  type RollbackRequest,
  type SyncRequest,
} from "../api/index.ts";
import { getBoolean, getField, getList, getString } from "../kube/index.ts";
import { applicationsPath, namespaceOf, optional, pathOf, queryOf, splitName, type Call, type Query } from "./application-path.ts";
import type { Http } from "./http.ts";
import { readStream } from "./read-stream.ts";

export interface DeleteApplicationOptions extends Call {
  /** Delete what the application manages, too. */
  readonly cascade: boolean;
  readonly propagationPolicy?: "foreground" | "background";
}

export interface ApplicationEvent {
  readonly type: "ADDED" | "MODIFIED" | "DELETED";
  readonly application: Application;
}

/** Which applications. */
export interface ApplicationFilter {
  readonly name?: string;
  readonly appNamespace?: string;
  readonly selector?: string;
  readonly projects?: readonly string[];
  readonly repo?: string;
}

export interface ManifestOptions extends Call {
  readonly revision?: string;
  /** For the sources at `sourcePositions`, the first of which is 1. */
  readonly revisions?: readonly string[];
  readonly sourcePositions?: readonly number[];
  readonly noCache?: boolean;
}

/** Applications: an application is named as lists show it, `argocd/web`, or without its namespace. */
export interface ApplicationCalls {
  fetchApplications(call: Call & ApplicationFilter & { readonly sortBy?: string; readonly offset?: number; readonly limit?: number }): Promise<readonly Application[]>;
  fetchApplication(name: string, call: Call & { readonly refresh?: "normal" | "hard" }): Promise<Application>;
  createApplication(application: object, call: Call & { readonly upsert: boolean; readonly validate?: boolean }): Promise<Application>;
  updateApplication(application: Application, call: Call & { readonly validate?: boolean }): Promise<Application>;
  updateApplicationSpec(name: string, spec: ApplicationSpec, call: Call & { readonly validate?: boolean }): Promise<ApplicationSpec>;
  patchApplication(name: string, patch: { readonly patch: string; readonly patchType: "json" | "merge" }, call: Call): Promise<Application>;
  deleteApplication(name: string, options: DeleteApplicationOptions): Promise<void>;
  syncApplication(name: string, request: SyncRequest, call: Call): Promise<Application>;
  rollbackApplication(name: string, request: RollbackRequest, call: Call): Promise<Application>;
  terminateOperation(name: string, call: Call): Promise<void>;
  fetchManagedResources(
    name: string,
    call: Call & { readonly group?: string; readonly version?: string; readonly kind?: string; readonly namespace?: string; readonly name?: string },
  ): Promise<readonly ManagedResource[]>;
  /** JSON texts of the manifests at a revision, Secrets masked. */
  fetchManifests(name: string, options: ManifestOptions): Promise<readonly string[]>;
  /** What these manifests, JSON texts, would change of the application's objects. */
  fetchServerSideDiff(name: string, targetManifests: readonly string[], call: Call): Promise<readonly ManagedResource[]>;
  fetchRevisionMetadata(name: string, revision: string, call: Call & { readonly sourceIndex?: number; readonly versionId?: number }): Promise<RevisionMetadata>;
  fetchApplicationWindows(name: string, call: Call): Promise<ApplicationWindows>;
  /** The current applications first, or what has changed since `resourceVersion`, then each change, until the signal aborts or the server ends it. */
  watchApplications(call: Call & Omit<ApplicationFilter, "appNamespace"> & { readonly resourceVersion?: string }): AsyncIterable<ApplicationEvent>;
}

export function createApplicationCalls(http: Http): ApplicationCalls {
  return { ...createReads(http), ...createWrites(http), ...createDetails(http) };
}

function createReads(http: Http): Pick<ApplicationCalls, "fetchApplications" | "fetchApplication" | "watchApplications"> {
  return {
    async fetchApplications({ signal, ...filter }) {
      return getList(await http.json("GET", applicationsPath, { signal, query: queryOf(filter) }), "items").map(parseWireApplication);
    },
    async fetchApplication(name, { signal, refresh }) {
      return parseWireApplication(await http.json("GET", pathOf(name), { signal, query: [...namespaceOf(name), ...optional("refresh", refresh)] }));
    },
    async *watchApplications({ signal, name, ...filter }) {
      const query: Query = [...(name === undefined ? [] : [...optional("name", splitName(name).name), ...namespaceOf(name)]), ...queryOf(filter)];
      for await (const event of readStream(http, "/api/v1/stream/applications", { signal, query })) {
        const type = getString(event, "type");
        if (type === "ADDED" || type === "MODIFIED" || type === "DELETED") yield { type, application: parseWireApplication(getField(event, "application")) };
      }
    },
  };
}

type Writes =
  | "createApplication"
  | "updateApplication"
  | "updateApplicationSpec"
  | "patchApplication"
  | "deleteApplication"
  | "syncApplication"
  | "rollbackApplication"
  | "terminateOperation";

function createWrites(http: Http): Pick<ApplicationCalls, Writes> {
  return {
    async createApplication(application, { signal, upsert, validate }) {
      const query = [["upsert", String(upsert)] as const, ...optional("validate", validate)];
      return parseWireApplication(await http.json("POST", applicationsPath, { signal, body: application, query }));
    },
    async updateApplication(application, { signal, validate }) {
      const { name = "", namespace } = application.metadata;
      const query = [...optional("appNamespace", namespace), ...optional("validate", validate)];
      return parseWireApplication(await http.json("PUT", pathOf(name), { signal, body: application, query }));
    },
    async updateApplicationSpec(name, spec, { signal, validate }) {
      const answer = await http.json("PUT", pathOf(name, "/spec"), { signal, body: spec, query: [...namespaceOf(name), ...optional("validate", validate)] });
      return parseWireApplication({ apiVersion: "argoproj.io/v1alpha1", kind: "Application", metadata: { name }, spec: answer }).spec;
    },
    async patchApplication(name, patch, { signal }) {
      return parseWireApplication(await http.json("PATCH", pathOf(name), { signal, body: patch, query: namespaceOf(name) }));
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
  };
}

type Details = "fetchManagedResources" | "fetchManifests" | "fetchServerSideDiff" | "fetchRevisionMetadata" | "fetchApplicationWindows";

function createDetails(http: Http): Pick<ApplicationCalls, Details> {
  return {
    async fetchManagedResources(name, { signal, ...filter }) {
      const answer = await http.json("GET", pathOf(name, "/managed-resources"), { signal, query: [...namespaceOf(name), ...queryOf(filter)] });
      return getList(answer, "items").map(parseManagedResource);
    },
    async fetchManifests(name, { signal, ...which }) {
      const answer = await http.json("GET", pathOf(name, "/manifests"), { signal, query: [...namespaceOf(name), ...queryOf(which)] });
      return getList(answer, "manifests").filter((manifest) => typeof manifest === "string");
    },
    async fetchServerSideDiff(name, targetManifests, { signal }) {
      const answer = await http.json("POST", pathOf(name, "/server-side-diff"), { signal, body: { targetManifests }, query: namespaceOf(name) });
      return getList(answer, "items").map(parseManagedResource);
    },
    async fetchRevisionMetadata(name, revision, { signal, ...which }) {
      const path = pathOf(name, `/revisions/${encodeURIComponent(revision)}/metadata`);
      return parseRevisionMetadata(await http.json("GET", path, { signal, query: [...namespaceOf(name), ...queryOf(which)] }));
    },
    async fetchApplicationWindows(name, { signal }) {
      const answer = await http.json("GET", pathOf(name, "/syncwindows"), { signal, query: namespaceOf(name) });
      const windows = (field: string): ApplicationWindow[] => getList(answer, field).map(parseWindow);
      return { activeWindows: windows("activeWindows"), assignedWindows: windows("assignedWindows"), canSync: getBoolean(answer, "canSync") ?? true };
    },
  };
}

function parseWindow(value: unknown): ApplicationWindow {
  const text = (field: string): string => getString(value, field) ?? "";
  return { kind: text("kind"), schedule: text("schedule"), duration: text("duration"), manualSync: getBoolean(value, "manualSync") ?? false };
}
