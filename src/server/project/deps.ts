import type { Application, GlobalProjectRule, Repository } from "../../api/index.ts";
import type { Clock } from "../../async/index.ts";
import type { KubeClient } from "../../kube/index.ts";
import type { ProjectCache } from "./cache.ts";

/** What the service needs of the rest of the product. */
export interface ProjectServiceDeps {
  readonly kube: KubeClient;
  readonly projects: ProjectCache;
  /** All there are, in whatever namespace. */
  readonly applications: { list(): readonly Application[] };
  getGlobalProjects(): readonly GlobalProjectRule[];
  /** Repositories and clusters that belong to a project, as people may see them. */
  listScoped(project: string): { readonly repositories: readonly Repository[]; readonly clusters: readonly object[] };
  /** Signs a token for `proj:<project>:<role>`; its id has been recorded. */
  readonly issueToken: (content: { readonly subject: string; readonly id: string; readonly issuedAt: number; readonly expiresAt?: number }) => Promise<string>;
  /** A fresh unique id. */
  readonly newId: () => string;
  readonly clock: Clock;
}

export interface ProjectServiceOptions {
  /** The control namespace: where projects live. */
  readonly namespace: string;
}
