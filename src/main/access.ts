import { randomUUID } from "node:crypto";
import {
  createAccountWriter,
  createPasswords,
  createRevocations,
  createSessionManager,
  defaultLoginOptions,
  ensureServerSecrets,
  type AccountsView,
  type AccountWriter,
  type SessionManager,
} from "../accounts/index.ts";
import type { Clock } from "../async/index.ts";
import { fetchCoreResource, type KubeClient } from "../kube/index.ts";
import type { Context } from "../log/index.ts";
import { createEnforcer, type Enforcer } from "../rbac/index.ts";
import { createSso, type OidcConfig, type Sso } from "../sso/index.ts";
import type { ProjectCache } from "../server/index.ts";
import type { SettingsSource } from "./settings-source.ts";

export interface AccessDeps {
  readonly client: KubeClient;
  readonly clock: Clock;
  readonly settings: Pick<SettingsSource, "get" | "getRbac" | "getSso" | "accounts">;
  readonly projects: Pick<ProjectCache, "get" | "hasToken">;
}

export interface AccessOptions {
  readonly namespace: string;
  /** Of bcrypt; the tests take less. */
  readonly passwordCost?: number;
}

export interface AdminToken {
  readonly token: string;
  readonly expiresAtMs: number;
}

/** Who there is and what they may do: accounts, sessions, single sign-on, policy. */
export interface Access {
  readonly accounts: AccountsView;
  readonly accountWriter: AccountWriter;
  readonly sessions: SessionManager;
  readonly sso: Sso;
  /** The very same while settings say the same; `undefined` without single sign-on. */
  readonly getSsoConfig: () => OidcConfig | undefined;
  /** The very same while neither policy nor settings change. */
  readonly getEnforcer: () => Enforcer;
  /** A session of `admin`, for whoever may read the server's Secrets anyway. */
  readonly issueAdminToken: () => Promise<AdminToken>;
  run(signal: AbortSignal): Promise<void>;
  readonly synced: Promise<void>;
  close(): Promise<void>;
}

/** Makes the secrets a first start needs. The settings are synced after that only by `run` and `synced` of their own. */
export async function openAccess(ctx: Context, deps: AccessDeps, { namespace, passwordCost }: AccessOptions): Promise<Access> {
  const { client, clock, settings, projects } = deps;
  const { accounts } = settings;
  const [secretResource, configMapResource] = await Promise.all([fetchCoreResource(client, "Secret", ctx), fetchCoreResource(client, "ConfigMap", ctx)]);
  const passwords = createPasswords(passwordCost === undefined ? {} : { cost: passwordCost });
  await ensureServerSecrets(ctx, { client, secretResource, configMapResource, passwords, clock }, { namespace });

  const revocations = createRevocations({ client, secretResource, clock, log: ctx.log }, { namespace });
  const getSsoConfig = (): OidcConfig | undefined => settings.getSso();
  const sso = createSso({ getConfig: getSsoConfig, getSealKey: () => accounts.get().signingKey, clock });
  const sessions = createSessionManager(
    {
      accounts,
      getScopes: () => settings.getRbac().scopes,
      hasProjectToken: (token) => projects.hasToken(token),
      revocations,
      passwords,
      verifyExternal: (call, tokens) => sso.verify(call, tokens),
      clock,
      newId: randomUUID,
    },
    defaultLoginOptions,
  );
  return {
    accounts,
    accountWriter: createAccountWriter({ client, secretResource, passwords, view: accounts, sessions, clock, newId: randomUUID }, { namespace }),
    sessions,
    sso,
    getSsoConfig,
    getEnforcer: createEnforcerView(deps),
    async issueAdminToken() {
      const issuedAt = Math.floor(clock.now() / 1_000);
      const expiresAt = issuedAt + Math.floor(accounts.get().sessionDurationMs / 1_000);
      return { token: await sessions.issueToken({ subject: "admin:login", id: randomUUID(), issuedAt, expiresAt }), expiresAtMs: expiresAt * 1_000 };
    },
    run: (signal) => revocations.run(signal),
    synced: revocations.synced,
    close: () => passwords.close(),
  };
}

function createEnforcerView({ settings, projects }: Pick<AccessDeps, "settings" | "projects">): () => Enforcer {
  let last: { readonly rbac: unknown; readonly isInherited: boolean; readonly enforcer: Enforcer } | undefined;
  return function getEnforcer() {
    const [rbac, isInherited] = [settings.getRbac(), settings.get().isFineGrainedInheritanceOn];
    if (last?.rbac !== rbac || last.isInherited !== isInherited) {
      last = { rbac, isInherited, enforcer: createEnforcer({ settings: rbac, fineGrainedInheritance: isInherited, getProject: (name) => projects.get(name) }) };
    }
    return last.enforcer;
  };
}
