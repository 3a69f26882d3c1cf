import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Account, Accounts } from "../../accounts/index.ts";
import { createLog } from "../../log/index.ts";
import { parseSettings } from "../../settings/index.ts";
import type { OidcConfig } from "../../sso/index.ts";
import type { Caller } from "../operation/index.ts";
import { createSettingsOperations } from "./operations.ts";

const sso: OidcConfig = {
  name: "Company",
  client: {
    issuer: "https://id.example.com",
    clientId: "web",
    clientSecret: "s3cret",
    scopes: ["openid", "groups"],
    isPkceUsed: true,
    audience: { allowed: [], isOptional: false },
    isCertificateVerified: true,
  },
  cliClientId: "cli",
  refreshThresholdMs: 0,
  urls: [],
};
const admin: Account = { name: "admin", isEnabled: true, capabilities: ["login"], tokens: [] };
const problem = { object: "argocd-cm", key: "exec.enabled", message: "it makes no sense" };

async function show(
  data: Readonly<Record<string, string>>,
  { isAnonymous = false, accounts = [admin], getSsoConfig = () => undefined as OidcConfig | undefined, problems = [] as object[] } = {},
): Promise<unknown> {
  const { settings } = parseSettings({ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "argocd-cm" }, data });
  const known: Accounts = {
    accounts: new Map(accounts.map((account) => [account.name, account])),
    isAnonymousEnabled: false,
    sessionDurationMs: 1,
    passwordPattern: "^.{8,32}$",
    passwordHashes: new Map(),
    problems: [],
  };
  const deps = { settings: { get: () => settings, getProblems: () => problems as (typeof problem)[] }, accounts: { get: () => known }, getSsoConfig };
  const [operation] = createSettingsOperations(deps, { namespace: "argocd", isAnyNamespaceServed: false });
  const caller: Caller = { subject: "ada", username: "ada", groups: [], issuer: "argocd", isAnonymous };
  const call = { ctx: { log: createLog({ level: "silent" }), signal: AbortSignal.timeout(1_000) }, caller, guard: { isAllowed: () => false, require: () => undefined } };
  return operation?.run({ ...call, session: { credentials: undefined, replace: () => undefined } }, {});
}

const always = { appLabelKey: "app.kubernetes.io/instance", trackingMethod: "annotation", syncWithReplaceAllowed: true };
const inside = { passwordPattern: "^.{8,32}$", controllerNamespace: "argocd" };

describe("SettingsService", () => {
  it("shows Argo CD's defaults", async () => assert.deepEqual(await show({}), { ...always, ...inside }));

  it("keeps from strangers what is for people who are signed in", async () => {
    const data = { url: "https://cd.example.com", "ui.bannercontent": "Maintenance at noon", "ui.bannerpermanent": "true" };
    assert.deepEqual(await show(data, { isAnonymous: true, problems: [problem] }), { ...always, url: data.url });
    const banner = { uiBannerContent: "Maintenance at noon", uiBannerPermanent: true };
    assert.deepEqual(await show(data, { problems: [problem] }), { ...always, url: data.url, ...inside, ...banner, problems: [problem] });
  });

  it("tells how to log in, and no secret", async () => {
    const oidcConfig = { name: "Company", issuer: "https://id.example.com", clientID: "web", cliClientID: "cli", scopes: ["openid", "groups"], enablePKCEAuthentication: true };
    assert.deepEqual(await show({}, { isAnonymous: true, getSsoConfig: () => sso }), { ...always, oidcConfig });
    assert.deepEqual(await show({}, { isAnonymous: true, accounts: [{ ...admin, isEnabled: false }] }), { ...always, userLoginsDisabled: true });
  });

  it("shows what else is set", async () => {
    const data = {
      installationID: "one",
      "exec.enabled": "true",
      "statusbadge.enabled": "true",
      "help.chatUrl": "https://chat",
      additionalUrls: "[https://b]",
      "application.resourceTrackingMethod": "label",
    };
    assert.deepEqual(await show(data, { isAnonymous: true }), {
      ...always,
      trackingMethod: "label",
      installationID: "one",
      execEnabled: true,
      statusBadgeEnabled: true,
      help: { chatUrl: "https://chat" },
      additionalUrls: ["https://b"],
    });
  });
});
