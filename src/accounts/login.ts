import type { Context } from "../log/index.ts";
import type { Accounts } from "./account.ts";
import { createLoginThrottle, type ThrottleOptions } from "./login-throttle.ts";
import type { Passwords } from "./passwords.ts";
import { refuse } from "./session-token.ts";

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

export interface LoginOptions extends ThrottleOptions {
  /** `ARGOCD_MAX_CONCURRENT_LOGIN_REQUESTS_COUNT`: more at once are refused; 0 for no bound. */
  readonly maxConcurrent: number;
}

/** Argo CD's numbers. */
export const defaultLoginOptions: LoginOptions = { maxFailures: 5, windowMs: 300_000, maxNames: 1_000, maxConcurrent: 50 };

export interface LoginDeps {
  readonly accounts: { get(): Accounts };
  readonly passwords: Pick<Passwords, "verify">;
  readonly clock: { now(): number };
}

/** Argo CD's sentence. */
const refusal = "Invalid username or password";
const longestUsername = 32;
/** Of a password that nobody knows: whoever has none to compare with is compared with this, so that all answers take one comparison. */
const decoyHash = "$2a$10$p5ztqF4dxFkSW4Idp1fbbuRuECoFbNfdUy7GdVoojTPYca4n4u3kG";

/**
 * Checks a password; gives the account's name. Unknown, blocked and wrong cost the same and answer the same; only whoever knows the password learns
 * that the account is disabled. Throws `unauthenticated`.
 */
export function createLogin({ accounts, passwords, clock }: LoginDeps, options: LoginOptions): (ctx: Context, credentials: Credentials) => Promise<string> {
  const throttle = createLoginThrottle(clock, options);
  let underWay = 0;

  async function check({ log }: Context, { username, password }: Credentials): Promise<string> {
    const { accounts: known, passwordHashes } = accounts.get();
    const account = known.get(username);
    const passwordHash = passwordHashes.get(username);
    const isBlocked = throttle.isBlocked(username);
    const isRight = await passwords.verify(password, passwordHash ?? decoyHash);
    if (isBlocked || account === undefined || passwordHash === undefined || !isRight) {
      // Counted after the comparison, so look again: of tries sent all at once, no more may count than in a row.
      if (!throttle.isBlocked(username)) throttle.noteFailure(username, { isKnown: account !== undefined });
      // People type passwords into the wrong field: a name that is no account is not written down.
      log.warn("Login refused", { account: account?.name, isBlocked });
      throw refuse(refusal);
    }
    if (throttle.isBlocked(username)) throw refuse(refusal);
    if (!account.isEnabled) throw refuse(`Account "${username}" is disabled`);
    if (!account.capabilities.includes("login")) throw refuse(`Account "${username}" has no "login" capability`);
    throttle.noteSuccess(username);
    return account.name;
  }

  return async function login(ctx, credentials) {
    if (credentials.password === "") throw refuse("The password is empty");
    if (Buffer.byteLength(credentials.username) > longestUsername) throw refuse(`The username is longer than ${longestUsername} bytes`);
    if (options.maxConcurrent > 0 && underWay >= options.maxConcurrent) throw refuse(refusal);
    underWay += 1;
    try {
      return await check(ctx, credentials);
    } finally {
      underWay -= 1;
    }
  };
}
