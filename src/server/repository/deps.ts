import type { Repository } from "../../api/index.ts";
import type { KubeClient } from "../../kube/index.ts";
import type { Context } from "../../log/index.ts";

/** What the service needs of the rest of the product. */
export interface RepositoryServiceDeps {
  readonly kube: KubeClient;
  /** One `ls-remote`; throws when the repository cannot be read with these credentials. */
  checkRepository(ctx: Context, repository: Repository): Promise<void>;
}
