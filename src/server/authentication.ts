import type { Authenticated, Identity, SessionManager } from "../accounts/index.ts";
import { isSillageError } from "../errors/index.ts";
import type { Context } from "../log/index.ts";
import type { Caller, Credentials, Operation } from "./operation/index.ts";

export interface Admission {
  readonly caller: Caller;
  /** The credentials the client keeps from now on. */
  readonly renewed?: Credentials;
}

const nobody: Caller = { subject: "", username: "", groups: [], issuer: "", isAnonymous: true };

/** Who calls, for any transport. What is open to everybody is open with a bad session too: there the caller is nobody. Throws `unauthenticated` otherwise. */
export function createAuthentication({ sessions }: { readonly sessions: Pick<SessionManager, "authenticate"> }) {
  return async function authenticate(ctx: Context, credentials: Credentials | undefined, { kind }: Operation["access"]): Promise<Admission> {
    try {
      return admit(await sessions.authenticate(ctx, credentials));
    } catch (error) {
      if (kind === "public" && isSillageError(error, "unauthenticated")) return { caller: nobody };
      throw error;
    }
  };
}

function admit({ identity, ...rest }: Authenticated): Admission {
  return { caller: callerOf(identity), ...rest };
}

function callerOf({ kind, subject, username, groups, issuer, issuedAt }: Identity): Caller {
  if (kind === "anonymous") return nobody;
  return { subject, username, groups, issuer, issuedAt, isAnonymous: false };
}
