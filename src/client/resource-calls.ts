import { parseLogEntry, parseResourceActions, parseResourceTree, type LogEntry, type LogQuery, type ResourceAction, type ResourceQuery, type ResourceTree } from "../api/index.ts";
import { SillageError } from "../errors/index.ts";
import { getList, getString, isKubeObject, type KubeObject } from "../kube/index.ts";
import { namespaceOf, pathOf, queryOf, type Call, type Query } from "./application-path.ts";
import type { Http } from "./http.ts";
import { readStream } from "./read-stream.ts";

/** The live objects of an application. */
export interface ResourceCalls {
  fetchResourceTree(name: string, call: Call): Promise<ResourceTree>;
  /** The tree, and again after each change, until the signal aborts or the server ends it. */
  watchResourceTree(name: string, call: Call): AsyncIterable<ResourceTree>;
  /** Events of the application, or of one object in its tree. */
  fetchApplicationEvents(
    name: string,
    call: Call & { readonly resourceNamespace?: string; readonly resourceName?: string; readonly resourceUID?: string },
  ): Promise<readonly KubeObject[]>;
  /** The live object, Secrets masked. */
  fetchResource(name: string, resource: ResourceQuery, call: Call): Promise<KubeObject>;
  patchResource(name: string, resource: ResourceQuery, options: Call & { readonly patch: string; readonly patchType: "json" | "merge" | "strategic" }): Promise<KubeObject>;
  deleteResource(name: string, resource: ResourceQuery, options: Call & { readonly force?: boolean; readonly orphan?: boolean }): Promise<void>;
  fetchResourceActions(name: string, resource: ResourceQuery, call: Call): Promise<readonly ResourceAction[]>;
  runResourceAction(
    name: string,
    resource: ResourceQuery,
    options: Call & { readonly action: string; readonly parameters?: readonly { readonly name: string; readonly value: string }[] },
  ): Promise<void>;
  /** The lines of the pods' logs in the order of their times; the last entry has `last`. */
  streamLogs(name: string, call: Call & LogQuery): AsyncIterable<LogEntry>;
}

export function createResourceCalls(http: Http): ResourceCalls {
  return {
    async fetchResourceTree(name, { signal }) {
      return parseResourceTree(await http.json("GET", pathOf(name, "/resource-tree"), { signal, query: namespaceOf(name) }));
    },
    async *watchResourceTree(name, { signal }) {
      for await (const tree of readStream(http, pathOf(name, "/resource-tree").replace("/api/v1/", "/api/v1/stream/"), { signal, query: namespaceOf(name) }))
        yield parseResourceTree(tree);
    },
    async fetchApplicationEvents(name, { signal, ...which }) {
      return getList(await http.json("GET", pathOf(name, "/events"), { signal, query: [...namespaceOf(name), ...queryOf(which)] }), "items").filter(isKubeObject);
    },
    ...createObjectCalls(http),
    async *streamLogs(name, { signal, podName, ...query }) {
      const path = pathOf(name, podName === undefined ? "/logs" : `/pods/${encodeURIComponent(podName)}/logs`);
      for await (const entry of readStream(http, path, { signal, query: [...namespaceOf(name), ...queryOf(query)] })) yield parseLogEntry(entry);
    },
  };
}

function createObjectCalls(http: Http): Pick<ResourceCalls, "fetchResource" | "patchResource" | "deleteResource" | "fetchResourceActions" | "runResourceAction"> {
  return {
    async fetchResource(name, resource, { signal }) {
      return parseManifest(await http.json("GET", pathOf(name, "/resource"), { signal, query: resourceQuery(name, resource) }));
    },
    async patchResource(name, resource, { signal, patch, patchType }) {
      const query = [
        ...resourceQuery(name, resource),
        ["patchType", `application/${patchType === "strategic" ? "strategic-merge" : patchType === "json" ? "json" : "merge"}-patch+json`] as const,
      ];
      return parseManifest(await http.json("POST", pathOf(name, "/resource"), { signal, body: patch, query }));
    },
    async deleteResource(name, resource, { signal, ...how }) {
      await http.json("DELETE", pathOf(name, "/resource"), { signal, query: [...resourceQuery(name, resource), ...queryOf(how)] });
    },
    async fetchResourceActions(name, resource, { signal }) {
      return parseResourceActions(await http.json("GET", pathOf(name, "/resource/actions"), { signal, query: resourceQuery(name, resource) }));
    },
    async runResourceAction(name, resource, { signal, action, parameters = [] }) {
      const body = { ...resource, action, resourceActionParameters: parameters };
      await http.json("POST", pathOf(name, "/resource/actions/v2"), { signal, body, query: namespaceOf(name) });
    },
  };
}

function resourceQuery(name: string, resource: ResourceQuery): Query {
  return [...namespaceOf(name), ...queryOf(resource)];
}

function parseManifest(answer: unknown): KubeObject {
  const object: unknown = JSON.parse(getString(answer, "manifest") ?? "null");
  if (!isKubeObject(object)) throw new SillageError("unavailable", "The server did not answer with an object");
  return object;
}
