import type { AccountsView, AccountWriter, SessionManager } from "../../accounts/index.ts";
import type { Clock } from "../../async/index.ts";

/** What the service needs of the rest of the product. */
export interface AccountServiceDeps {
  readonly accounts: Pick<AccountsView, "get">;
  readonly accountWriter: AccountWriter;
  readonly sessions: Pick<SessionManager, "checkPassword">;
  readonly clock: Clock;
}
