import { createAccountCalls, type AccountCalls } from "./account-calls.ts";
import { createApplicationCalls, type ApplicationCalls } from "./application-calls.ts";
import { createClusterCalls, type ClusterCalls } from "./cluster-calls.ts";
import { createHttp, type HttpOptions } from "./http.ts";
import { createProjectCalls, type ProjectCalls } from "./project-calls.ts";
import { createRepositoryCalls, type RepositoryCalls } from "./repository-calls.ts";
import { createResourceCalls, type ResourceCalls } from "./resource-calls.ts";
import { createSessionCalls, type SessionCalls } from "./session-calls.ts";
import { createSettingsCalls, type SettingsCalls } from "./settings-calls.ts";

/**
 * Every call throws a `SillageError` with the server's own message and code; `unavailable` when no server answers.
 */
export interface SillageClient extends AccountCalls, ApplicationCalls, ClusterCalls, ProjectCalls, RepositoryCalls, ResourceCalls, SessionCalls, SettingsCalls {}

export function createClient(options: HttpOptions): SillageClient {
  const http = createHttp(options);
  return {
    ...createAccountCalls(http),
    ...createApplicationCalls(http),
    ...createClusterCalls(http),
    ...createProjectCalls(http),
    ...createRepositoryCalls(http),
    ...createResourceCalls(http),
    ...createSessionCalls(http),
    ...createSettingsCalls(http),
  };
}
