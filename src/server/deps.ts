import type { SessionManager } from "../accounts/index.ts";
import type { Context, Log } from "../log/index.ts";
import type { Enforcer } from "../rbac/index.ts";
import type { Sso } from "../sso/index.ts";
import type { FindTroubles } from "./health-routes.ts";
import type { AnsweredCall } from "./rest/index.ts";
import type { Sealing } from "./sealing-routes.ts";
import type { ServiceDeps } from "./services.ts";

/** What the services need of the rest of the product, what is served beside them, and who may do what. */
export interface ServerDeps extends ServiceDeps {
  readonly sessions: SessionManager;
  readonly sso: Pick<Sso, "beginLogin" | "completeLogin" | "getLogoutUrl">;
  /** By the policy in force. */
  readonly getEnforcer: () => Enforcer;
  /**
   * Verifies a push notification, starts the fetch of its repository, and returns how many repositories it names. The context is that of the server, not
   * of the request: the fetch goes on after the answer.
   */
  receivePush(ctx: Context, push: { readonly headers: Readonly<Record<string, string>>; readonly body: Buffer }): Promise<number>;
  /** Left out when another controller unseals in this cluster. */
  readonly sealing?: Sealing;
  readonly log: Log;
  /** Left out: it can always work. */
  readonly findTroubles?: FindTroubles;
  /** For metrics and events: told of each call that is over, streams excepted. */
  readonly onAnswered?: (call: AnsweredCall) => void;
}
