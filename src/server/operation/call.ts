import type { Context } from "../../log/index.ts";

/** Who calls. Without a session and with anonymous access on, the subject is empty and only the default role counts. */
export interface Caller {
  /** The subject RBAC judges: an account, `proj:<project>:<role>`, or an SSO subject. */
  readonly subject: string;
  /** The name shown to people and kept in history. */
  readonly username: string;
  readonly groups: readonly string[];
  readonly issuer: string;
  readonly isAnonymous: boolean;
  /** Seconds since 1970 when the token was issued. */
  readonly issuedAt?: number;
}

/** One thing somebody wants to do, in the words of the policy. */
export interface Permission {
  readonly resource: string;
  readonly action: string;
  readonly object: string;
}

/** What this caller may do, by the policy in force at the moment of asking: a stream that goes on asks again. */
export interface Guard {
  isAllowed(permission: Permission): boolean;
  /** Throws `forbidden` with the permission that is missing. */
  require(permission: Permission): void;
}

/** What a client keeps of its session. */
export interface Credentials {
  readonly token: string;
  /** What SSO needs besides the token, in a text that only the server can read. */
  readonly companion?: string;
}

/** The session of the client, as the transport carries it: REST in cookies, beside the header that API clients send. */
export interface Session {
  /** What this call came with. */
  readonly credentials: Credentials | undefined;
  /** Gives the client other ones to keep; `undefined` makes it forget. */
  replace(credentials: Credentials | undefined): void;
}

/** One call of one client. */
export interface Call {
  readonly ctx: Context;
  readonly caller: Caller;
  readonly guard: Guard;
  readonly session: Session;
}
