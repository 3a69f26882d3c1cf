import { randomUUID } from "node:crypto";
import { createAccountWriter, createPasswords, createSessionManager, defaultLoginOptions, type AccountsView, type AccountWriter, type SessionManager } from "../accounts/index.ts";
import type { Clock } from "../async/index.ts";
import { SillageError } from "../errors/index.ts";
import { fetchCoreResource, type KubeClient } from "../kube/index.ts";
import type { Context } from "../log/index.ts";
import { createEnforcer } from "../rbac/index.ts";
import type { ProjectCache } from "../server/index.ts";
import { createSso } from "../sso/index.ts";
import type { Access } from "./access.ts";

export interface CoreAccessDeps {
  readonly client: KubeClient;
  readonly clock: Clock;
  readonly settings: { readonly accounts: AccountsView };
  readonly projects: Pick<ProjectCache, "hasToken">;
}

type CoreAccess = Pick<Access, "accounts" | "sessions" | "accountWriter" | "sso" | "getSsoConfig" | "getEnforcer" | "close">;

/** Whoever has the token may do everything: what they really may, the Kubernetes API decides. Nobody else is let in, and nothing is written to start. */
export async function openCoreAccess(
  ctx: Context,
  { client, clock, settings, projects }: CoreAccessDeps,
  { namespace, isToken }: { readonly namespace: string; readonly isToken: (token: string) => boolean },
): Promise<CoreAccess> {
  const { accounts } = settings;
  const secretResource = await fetchCoreResource(client, "Secret", ctx);
  const passwords = createPasswords({});
  const sso = createSso({ getConfig: () => undefined, getSealKey: () => undefined, clock });
  const revocations = { has: () => false, add: async () => undefined };
  const signer = createSessionManager(
    { accounts, getScopes: () => [], hasProjectToken: (token) => projects.hasToken(token), revocations, passwords, clock, newId: randomUUID },
    defaultLoginOptions,
  );
  const identity = { kind: "login", subject: "admin", username: "admin", groups: [], issuer: "argocd", tokenId: "", issuedAt: Math.floor(clock.now() / 1_000) } as const;
  const sessions: SessionManager = {
    ...signer,
    async authenticate(_ctx, tokens) {
      if (tokens === undefined || !isToken(tokens.token)) throw new SillageError("unauthenticated", "Only the command that started this server may use it");
      return { identity };
    },
    revoke: async () => undefined,
  };
  const everything = createEnforcer({ settings: { lines: [], defaultRole: "role:admin", matchMode: "glob" }, getProject: () => undefined });
  const accountWriter: AccountWriter = createAccountWriter({ client, secretResource, passwords, view: accounts, sessions, clock, newId: randomUUID }, { namespace });
  return { accounts, sessions, accountWriter, sso, getSsoConfig: () => undefined, getEnforcer: () => everything, close: () => passwords.close() };
}
