import { fieldManager } from "../api/index.ts";
import type { Clock } from "../async/index.ts";
import { isSillageError, SillageError } from "../errors/index.ts";
import type { ApiResource, KubeClient, KubeObject } from "../kube/index.ts";
import type { Context } from "../log/index.ts";
import { readSecretKey } from "../settings/index.ts";
import { secretKeysOf, type Account, type AccountToken } from "./account.ts";
import type { AccountsView } from "./accounts-view.ts";
import { readTokens } from "./parse-accounts.ts";
import type { Passwords } from "./passwords.ts";
import { encodeData, formatTime, secretName } from "./server-secret.ts";
import type { SessionManager } from "./session-manager.ts";

export interface AccountWriterDeps {
  readonly client: Pick<KubeClient, "fetchObject" | "patch">;
  readonly secretResource: ApiResource;
  readonly view: AccountsView;
  readonly passwords: Pick<Passwords, "hash">;
  readonly sessions: Pick<SessionManager, "issueToken">;
  readonly clock: Pick<Clock, "now">;
  /** A fresh unique id. */
  readonly newId: () => string;
}

/** Writes `argocd-secret`, only the keys of one account, never over a change it has not seen. All throw `notFound` for an account that is not there. */
export interface AccountWriter {
  /** Ends all sessions and tokens of the account as well. Throws `invalid` when the password does not fit `passwordPattern`. */
  changePassword(ctx: Context, change: { readonly name: string; readonly password: string }): Promise<void>;
  /** A token of the account's own. Throws `invalid` when the account may not have any or has one with this id. */
  createToken(ctx: Context, request: TokenRequest): Promise<{ readonly id: string; readonly token: string }>;
  /** Throws `notFound` when the account has no such token. */
  deleteToken(ctx: Context, ref: { readonly name: string; readonly id: string }): Promise<void>;
}

export interface TokenRequest {
  readonly name: string;
  /** A fresh one when left out. */
  readonly id?: string;
  /** Left out or 0: it never expires. */
  readonly expiresInSeconds?: number;
}

/** bcrypt looks no further. */
const longestPassword = 72;
const maxTries = 5;

export function createAccountWriter(deps: AccountWriterDeps, { namespace }: { readonly namespace: string }): AccountWriter {
  const { client, secretResource, view, clock } = deps;

  function getAccount(name: string): Account {
    const account = view.get().accounts.get(name);
    if (account === undefined) throw new SillageError("notFound", `There is no account "${name}"`);
    return account;
  }

  /** `change` gives the new values from what is there; with a resource version in it, a patch fails when there is something newer. */
  async function write({ signal }: Context, change: (secret: KubeObject) => Readonly<Record<string, string>>): Promise<void> {
    const ref = { namespace, name: secretName };
    for (let tries = 1; ; tries++) {
      const secret = await client.fetchObject(secretResource, ref, { signal });
      if (secret === undefined) throw new SillageError("notFound", `There is no Secret "${namespace}/${secretName}": restart the server to have it made`);
      const body = { metadata: { resourceVersion: secret.metadata.resourceVersion ?? "" }, data: encodeData(change(secret)) };
      try {
        view.noteWritten(await client.patch(secretResource, ref, body, { type: "merge", signal, fieldManager }));
        return;
      } catch (error) {
        if (!isSillageError(error, "conflict") || tries === maxTries) throw error;
      }
    }
  }

  function writeTokens(ctx: Context, name: string, change: (tokens: readonly AccountToken[]) => readonly AccountToken[]): Promise<void> {
    const key = secretKeysOf(name).tokens;
    return write(ctx, (secret) => {
      const tokens = readTokens(readSecretKey(secret, key));
      if (tokens === undefined) throw new SillageError("invalid", `Key "${key}" of Secret "${secretName}" is no list of tokens: repair or remove it first`);
      return { [key]: JSON.stringify(change(tokens)) };
    });
  }

  return {
    async changePassword(ctx, { name, password }) {
      getAccount(name);
      const { passwordPattern } = view.get();
      if (!new RegExp(passwordPattern).test(password)) throw new SillageError("invalid", `The new password does not match "${passwordPattern}"`);
      if (Buffer.byteLength(password) > longestPassword) throw new SillageError("invalid", `The new password is longer than ${longestPassword} bytes`);
      const passwordHash = await deps.passwords.hash(password);
      const keys = secretKeysOf(name);
      await write(ctx, () => ({ [keys.password]: passwordHash, [keys.passwordMtime]: formatTime(clock.now()) }));
    },
    async createToken(ctx, { name, id = deps.newId(), expiresInSeconds = 0 }) {
      if (!getAccount(name).capabilities.includes("apiKey"))
        throw new SillageError("invalid", `Account "${name}" has no "apiKey" capability: add it to "accounts.${name}" in argocd-cm`);
      const iat = Math.floor(clock.now() / 1_000);
      const exp = expiresInSeconds > 0 ? iat + expiresInSeconds : undefined;
      const token = await deps.sessions.issueToken({ subject: `${name}:apiKey`, id, issuedAt: iat, ...(exp === undefined ? {} : { expiresAt: exp }) });
      await writeTokens(ctx, name, (tokens) => {
        if (tokens.some((known) => known.id === id)) throw new SillageError("invalid", `Account "${name}" already has a token with id "${id}"`);
        return [...tokens, { id, iat, ...(exp === undefined ? {} : { exp }) }];
      });
      return { id, token };
    },
    async deleteToken(ctx, { name, id }) {
      getAccount(name);
      await writeTokens(ctx, name, (tokens) => {
        if (!tokens.some((known) => known.id === id)) throw new SillageError("notFound", `Account "${name}" has no token with id "${id}"`);
        return tokens.filter((known) => known.id !== id);
      });
    },
  };
}
