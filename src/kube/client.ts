import type { GroupVersionKind, JsonObject, KubeObject } from "./object.ts";

/** What discovery says of one resource. */
export interface ApiResource {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  /** Plural, as in the path: `deployments`. */
  readonly resource: string;
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
  readonly subresources: readonly string[];
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly singular: string;
}

/** Which object: `namespace` is left out for cluster-scoped resources. */
export interface ObjectRef {
  readonly namespace?: string;
  readonly name: string;
}

export interface CallOptions {
  readonly signal: AbortSignal;
}

export interface ListOptions extends CallOptions {
  readonly namespace?: string;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
  /** Page size; the client follows `continue` itself and returns everything. Default 500. */
  readonly limit?: number;
  /** Ask for PartialObjectMetadata only. */
  readonly metadataOnly?: boolean;
  /** What is kept of each object, page by page, so that a large list is never in memory whole. */
  readonly transform?: (object: KubeObject) => KubeObject;
}

export interface ObjectList {
  readonly resourceVersion: string;
  readonly items: readonly KubeObject[];
}

export interface WatchOptions extends CallOptions {
  readonly namespace?: string;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
  readonly resourceVersion?: string;
  readonly metadataOnly?: boolean;
  readonly timeoutSeconds?: number;
}

export type WatchEvent = { readonly type: "ADDED" | "MODIFIED" | "DELETED"; readonly object: KubeObject } | { readonly type: "BOOKMARK"; readonly resourceVersion: string };

export interface WriteOptions extends CallOptions {
  /** Field manager of the write; the client's own name when left out. */
  readonly fieldManager?: string;
  readonly dryRun?: boolean;
  readonly fieldValidation?: "Strict" | "Warn" | "Ignore";
  readonly subresource?: string;
}

export interface ApplyOptions extends WriteOptions {
  readonly fieldManager: string;
  /** Take fields from other managers instead of failing with `conflict`. */
  readonly force: boolean;
}

export type PatchType = "json" | "merge" | "strategic";

export interface PatchOptions extends WriteOptions {
  readonly type: PatchType;
}

export interface DeleteOptions extends CallOptions {
  readonly propagationPolicy?: "Background" | "Foreground" | "Orphan";
  readonly gracePeriodSeconds?: number;
  readonly preconditions?: { readonly uid?: string; readonly resourceVersion?: string };
  readonly dryRun?: boolean;
}

/**
 * The Kubernetes API as we use it: plain JSON in and out. Failures are `SillageError`s with the server's message: 404 `notFound`, 403 `forbidden`,
 * 401 `unauthenticated`, 409 `conflict`, 400/415/422 `invalid`, 410 `conflict` with reason `Expired`, 429/5xx/no connection `unavailable`; `reason` carries
 * the server's Status reason. `unavailable` answers with Retry-After (429) are retried by the client a few times.
 */
export interface KubeClient {
  /** `undefined` when the object does not exist. */
  fetchObject(resource: ApiResource, ref: ObjectRef, options: CallOptions): Promise<KubeObject | undefined>;
  fetchList(resource: ApiResource, options: ListOptions): Promise<ObjectList>;
  /** One watch request: ends when the server ends it, throws on an error or an ERROR event. Bookmarks are asked for. */
  watch(resource: ApiResource, options: WatchOptions): AsyncIterable<WatchEvent>;
  create(resource: ApiResource, object: KubeObject, options: WriteOptions): Promise<KubeObject>;
  /** PUT. The object's name and namespace say where. */
  update(resource: ApiResource, object: KubeObject, options: WriteOptions): Promise<KubeObject>;
  /** `body` is an object for merge and strategic patches, a list of operations for JSON patches. */
  patch(resource: ApiResource, ref: ObjectRef, body: JsonObject | readonly JsonObject[], options: PatchOptions): Promise<KubeObject>;
  /** Server-side apply. The object's name and namespace say where. */
  apply(resource: ApiResource, object: KubeObject, options: ApplyOptions): Promise<KubeObject>;
  /** False when it was gone already. */
  delete(resource: ApiResource, ref: ObjectRef, options: DeleteOptions): Promise<boolean>;
  /** A raw GET of a path such as `/version` or a pod's log, as text. */
  fetchText(path: string, options: CallOptions): Promise<string>;
  /** A raw GET whose answer may go on, such as a followed log, line by line. Ends when the server ends it. */
  fetchLines(path: string, options: CallOptions): AsyncIterable<string>;
  readonly discovery: Discovery;
}

/** Cached discovery. `find…` are local after the first load; a miss reloads at most once a second, so a fresh CRD is found. */
export interface Discovery {
  findByKind(gvk: GroupVersionKind, options: CallOptions): Promise<ApiResource | undefined>;
  /** All preferred-version resources of the cluster. */
  fetchAll(options: CallOptions): Promise<readonly ApiResource[]>;
  invalidate(): void;
}
