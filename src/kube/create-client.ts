import type { Clock } from "../async/index.ts";
import { createApiCaller } from "./api-caller.ts";
import type { KubeClient } from "./client.ts";
import { createDiscovery } from "./discovery.ts";
import { createReads } from "./read-resources.ts";
import type { Transport } from "./transport.ts";
import { watchResource } from "./watch-resource.ts";
import { createWrites } from "./write-resources.ts";

export interface KubeClientDeps {
  readonly transport: Transport;
  readonly clock: Clock;
  /** In [0, 1), for the jitter of retries. `Math.random` when left out. */
  readonly random?: () => number;
}

export interface KubeClientOptions {
  /** Sent with each request; up to its first `/` it is also the default field manager. */
  readonly userAgent: string;
  /** Whom the server is to take us for; it asks whether we may. */
  readonly impersonatedUser?: string;
}

/** The client of one cluster over one transport, which stays the caller's to close. It keeps no state but discovery. */
export function createKubeClient(deps: KubeClientDeps, options: KubeClientOptions): KubeClient {
  const { transport, clock, random = Math.random } = deps;
  const api = createApiCaller({ transport, clock, random }, options);
  const fieldManager = options.userAgent.split("/", 1)[0] ?? options.userAgent;
  return {
    ...createReads(api),
    ...createWrites(api, fieldManager),
    watch: (resource, watch) => watchResource({ api, clock }, resource, watch),
    discovery: createDiscovery({ api, clock }),
  };
}
