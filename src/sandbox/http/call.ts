import type { Clock } from "../../async/index.ts";
import type { Store, StoreKey } from "../store/index.ts";
import type { ApiRequest } from "./api-request.ts";
import type { Catalog } from "./catalog/catalog.ts";
import type { ServeOpenApi } from "./catalog/open-api.ts";
import type { Resource } from "./catalog/resource.ts";
import type { LogSource } from "../machinery/index.ts";

/** What every request works on. */
export interface Cluster {
  readonly store: Store;
  readonly catalog: Catalog;
  readonly openApi: ServeOpenApi;
  readonly clock: Clock;
  /** A number in [0, 1), for names and ports. */
  readonly random: () => number;
  /** Answers `pods/log`. */
  readonly logs: () => LogSource;
  /** Aborts when the server closes: ends watches. */
  readonly signal: AbortSignal;
}

/** One request on a resource, its path and query understood. */
export interface Call {
  readonly cluster: Cluster;
  readonly request: ApiRequest;
  readonly resource: Resource;
  /** "" for cluster-scoped resources and for lists over all namespaces. */
  readonly namespace: string;
  /** "" for collections. */
  readonly name: string;
  readonly subresource: string;
  readonly query: URLSearchParams;
  /** What the answer's `Warning` headers will say. */
  readonly warnings: string[];
}

export function keyOfCall(call: Call): StoreKey {
  return { resource: call.resource.storeName, namespace: call.namespace, name: call.name };
}

/** The current time as the API writes it, in whole seconds. */
export function timestamp(clock: Clock): string {
  return `${new Date(clock.now()).toISOString().slice(0, 19)}Z`;
}
