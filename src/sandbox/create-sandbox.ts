import { randomBytes } from "node:crypto";
import type { Clock } from "../async/index.ts";
import { SillageError } from "../errors/index.ts";
import type { KubeObject, Transport } from "../kube/index.ts";
import { bootstrap } from "./bootstrap.ts";
import {
  type ApiRequest,
  type ApiResponse,
  Catalog,
  type Cluster,
  type Listener,
  type User,
  cleanUpDefinitions,
  createAuthority,
  createInProcessTransport,
  createOpenApi,
  formatKubeconfig,
  handle,
  listen,
  watchDefinitions,
} from "./http/index.ts";
import type { LogSource } from "./machinery/index.ts";
import { openJournal, Store } from "./store/index.ts";

export interface SandboxOptions {
  readonly clock: Clock;
  /** A number in [0, 1); `Math.random` outside of tests. */
  readonly random: () => number;
  /** CustomResourceDefinitions served from the start. */
  readonly definitions?: readonly KubeObject[];
  /** A folder that outlives the process and holds all objects; without it, they are in memory only. */
  readonly dataFolder?: string;
}

export interface SandboxAddress {
  readonly url: string;
  /** An administrator's kubeconfig, as YAML. */
  readonly kubeconfig: string;
}

/** A simulated Kubernetes API with nothing running behind it. */
export interface Sandbox {
  /** The API in process, for callers taken to be the user. */
  transport(user: User): Transport;
  /** Serves the API over HTTPS; call it once. */
  listen(address: { readonly host: string; readonly port: number }): Promise<SandboxAddress>;
  /** From now on answers `pods/log` from the source; until then no pod has any. */
  serveLogs(source: LogSource): void;
  /** PEM of the authority that signed the server's certificate. */
  readonly authority: string;
  /** Forgets the history of all resources: watches and paged lists of older revisions get 410. */
  compact(): void;
  /** Ends watches, connections and the server. */
  close(): Promise<void>;
}

/** May do everything. */
export const administrator: User = { name: "admin", groups: ["system:masters", "system:authenticated"] };

/** A cluster with the namespaces, roles, Service and StorageClass every cluster starts with. */
export async function createSandbox(options: SandboxOptions): Promise<Sandbox> {
  const closing = new AbortController();
  const store = new Store();
  const journal = options.dataFolder === undefined ? undefined : openJournal(store, options.dataFolder);
  const catalog = new Catalog();
  const { clock, random } = options;
  const authority = await createAuthority({ now: clock.now() });
  let logs: LogSource = noLogs;
  const cluster: Cluster = { store, catalog, openApi: createOpenApi(catalog), clock, random, logs: () => logs, signal: closing.signal };
  const stops = [watchDefinitions(store, catalog), cleanUpDefinitions(cluster)];
  const answer = (request: ApiRequest): Promise<ApiResponse> => handle(cluster, request);
  await bootstrap(createInProcessTransport(answer, administrator), { definitions: options.definitions ?? [], signal: closing.signal });
  let listener: Listener | undefined;
  return {
    transport: (user) => createInProcessTransport(answer, user),
    async listen({ host, port }) {
      const certificate = await authority.issueServer(["127.0.0.1", "::1", "localhost", ...(["127.0.0.1", "::1", "localhost", "0.0.0.0"].includes(host) ? [] : [host])]);
      const token = randomBytes(24).toString("base64url");
      listener = await listen(answer, { host, port, certificate, authority: authority.certificate, tokens: new Map([[token, administrator]]) });
      const url = `https://${host.includes(":") ? `[${host}]` : host}:${listener.port}`;
      return { url, kubeconfig: formatKubeconfig({ server: url, authority: authority.certificate, user: administrator.name, token }) };
    },
    authority: authority.certificate,
    serveLogs(source) {
      logs = source;
    },
    compact: () => store.compact(),
    async close() {
      closing.abort();
      for (const stop of stops) stop();
      await listener?.close();
      journal?.close();
    },
  };
}

const noLogs: LogSource = {
  async readLogs({ pod }) {
    throw new SillageError("unavailable", `Cannot read the logs of pod "${pod}": nothing runs it`);
  },
};
