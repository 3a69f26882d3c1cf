import type { Clock } from "../../async/index.ts";
import type { RefNames } from "../../git/index.ts";
import type { KubeClient, KubeObject } from "../../kube/index.ts";
import type { Context } from "../../log/index.ts";

/** What the service needs of the rest of the product. */
export interface RepositoryServiceDeps {
  readonly kube: KubeClient;
  readonly settings: SettingsSecrets;
  /**
   * One `ls-remote`, with what the repository's Secret says, or, when that holds no credentials, a template; throws when the repository cannot be read so.
   * It need not be kept yet.
   */
  checkRepository(ctx: Context, secret: KubeObject): Promise<void>;
  /** Branches and tags that the remote has now. */
  fetchRefs(ctx: Context, secret: KubeObject): Promise<RefNames>;
  readonly clock: Clock;
}

/** The labelled Secrets as last seen by watch. */
export interface SettingsSecrets {
  listSecrets(...types: readonly ("repository" | "repo-creds")[]): readonly KubeObject[];
  /** Called after each change of any setting; returns the way to stop. */
  onChange(handler: () => void): () => void;
}

export interface RepositoryServiceOptions {
  /** The control namespace: where the Secrets live. */
  readonly namespace: string;
}
