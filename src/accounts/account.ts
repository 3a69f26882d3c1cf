/** What an account may do: log in with its password, or hold API tokens. */
export type Capability = "login" | "apiKey";

/** An API token that was issued, as Argo CD records it: times in seconds since 1970. */
export interface AccountToken {
  readonly id: string;
  readonly iat: number;
  /** Left out: it never expires. */
  readonly exp?: number;
}

/** What may be shown of an account: its password is not in it. */
export interface Account {
  readonly name: string;
  readonly isEnabled: boolean;
  readonly capabilities: readonly Capability[];
  /** Seconds since 1970; older tokens are void. */
  readonly passwordMtime?: number;
  readonly tokens: readonly AccountToken[];
}

/** A setting that was not understood: which one, and what holds instead. Never quotes a value of a Secret. */
export interface SettingProblem {
  readonly key: string;
  readonly message: string;
}

/** `argocd-cm` and `argocd-secret`, as far as they speak of accounts and sessions. */
export interface Accounts {
  readonly accounts: ReadonlyMap<string, Account>;
  /** bcrypt hashes by name of account, of those that have a password. */
  readonly passwordHashes: ReadonlyMap<string, string>;
  /** `server.secretkey`: without it nobody can log in. */
  readonly signingKey?: Uint8Array;
  readonly isAnonymousEnabled: boolean;
  readonly sessionDurationMs: number;
  readonly passwordPattern: string;
  readonly problems: readonly SettingProblem[];
}

export const adminName = "admin";

/** The keys of `argocd-secret` that belong to an account; those of `admin` have no prefix `accounts.`. */
export function secretKeysOf(name: string): { readonly password: string; readonly passwordMtime: string; readonly tokens: string } {
  const prefix = name === adminName ? adminName : `accounts.${name}`;
  return { password: `${prefix}.password`, passwordMtime: `${prefix}.passwordMtime`, tokens: `${prefix}.tokens` };
}
