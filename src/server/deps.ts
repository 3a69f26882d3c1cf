import type { Clock } from "../async/index.ts";
import type { Context, Log } from "../log/index.ts";
import type { ApplicationServiceDeps } from "./application/index.ts";
import type { RepositoryServiceDeps } from "./repository/index.ts";
import type { Sealing } from "./sealing-routes.ts";

/** What the services need of the rest of the product, and what is served beside them. */
export interface ServerDeps extends ApplicationServiceDeps, RepositoryServiceDeps {
  /**
   * Verifies a push notification, starts the fetch of its repository, and returns how many repositories it names. The context is that of the server, not
   * of the request: the fetch goes on after the answer.
   */
  receivePush(ctx: Context, push: { readonly headers: Readonly<Record<string, string>>; readonly body: Buffer }): Promise<number>;
  /** Left out when another controller unseals in this cluster. */
  readonly sealing?: Sealing;
  readonly clock: Clock;
  readonly log: Log;
}
