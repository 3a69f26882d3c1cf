import { parseRepository, type Repository } from "../api/index.ts";
import { getList, getString } from "../kube/index.ts";
import { createApplicationCalls, type ApplicationCalls } from "./application-calls.ts";
import type { Call } from "./application-path.ts";
import { createHttp } from "./http.ts";
import { createResourceCalls, type ResourceCalls } from "./resource-calls.ts";

export interface ClientOptions {
  /** Base URL, such as `http://127.0.0.1:8080`. */
  readonly server: string;
  readonly token: string;
}

/**
 * Every call throws a `SillageError` with the server's own message and code; `unavailable` when no server answers.
 */
export interface SillageClient extends ApplicationCalls, ResourceCalls {
  fetchVersion(call: Call): Promise<string>;
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
    ...createResourceCalls(http),
    async createRepository(repository, { signal, upsert }) {
      return parseRepository(await http.json("POST", "/api/v1/repositories", { signal, body: repository, query: [["upsert", String(upsert)]] }));
    },
    async fetchRepositories(call) {
      return getList(await http.json("GET", "/api/v1/repositories", call), "items").map(parseRepository);
    },
  };
}
