import { Type, type Static } from "typebox";
import type { Accounts } from "../../accounts/index.ts";
import type { OidcConfig } from "../../sso/index.ts";
import type { SettingsServiceDeps, SettingsServiceOptions } from "./deps.ts";

const text = Type.Optional(Type.String());
const flag = Type.Optional(Type.Boolean());

/** Argo CD's names. What is empty or off is left out, as there. */
export const settingsSchema = Type.Object({
  url: text,
  additionalUrls: Type.Optional(Type.Array(Type.String())),
  appLabelKey: text,
  trackingMethod: text,
  installationID: text,
  statusBadgeEnabled: flag,
  statusBadgeRootUrl: text,
  help: Type.Optional(Type.Object({ chatUrl: text, chatText: text, binaryUrls: Type.Optional(Type.Record(Type.String(), Type.String())) })),
  oidcConfig: Type.Optional(
    Type.Object({
      name: Type.String(),
      issuer: Type.String(),
      clientID: Type.String(),
      cliClientID: text,
      scopes: Type.Array(Type.String()),
      idTokenClaims: Type.Optional(Type.Unsafe<object>(Type.Object({}, { additionalProperties: true }))),
      enablePKCEAuthentication: flag,
    }),
  ),
  userLoginsDisabled: flag,
  uiCssURL: text,
  execEnabled: flag,
  impersonationEnabled: flag,
  requireOverridePrivilegeForRevisionSync: flag,
  appsInAnyNamespaceEnabled: flag,
  syncWithReplaceAllowed: flag,
  passwordPattern: text,
  uiBannerContent: text,
  uiBannerURL: text,
  uiBannerPermanent: flag,
  uiBannerPosition: text,
  controllerNamespace: text,
  /** What does not make sense in the settings objects: ours, for people who are signed in. */
  problems: Type.Optional(Type.Array(Type.Object({ object: Type.String(), key: Type.String(), message: Type.String() }))),
});

export type ShownSettings = Static<typeof settingsSchema>;

/** What a client needs before anybody has logged in. */
export function describePublicSettings({ settings, accounts, getSsoConfig }: SettingsServiceDeps, { isAnyNamespaceServed }: SettingsServiceOptions): ShownSettings {
  const { url, additionalUrls, instanceLabelKey, trackingMethod, installationId, statusBadge, ui, ...rest } = settings.get();
  const sso = getSsoConfig();
  return withoutEmpty({
    url,
    additionalUrls: [...additionalUrls],
    appLabelKey: instanceLabelKey,
    trackingMethod,
    installationID: installationId,
    statusBadgeEnabled: statusBadge.isEnabled,
    statusBadgeRootUrl: statusBadge.url,
    help: withoutEmpty({ chatUrl: ui.chatUrl, chatText: ui.chatText, binaryUrls: ui.binaryUrls }),
    ...(sso === undefined ? {} : { oidcConfig: describeSso(sso) }),
    userLoginsDisabled: !canAnybodyLogIn(accounts.get()),
    uiCssURL: ui.cssUrl,
    execEnabled: rest.isExecEnabled,
    impersonationEnabled: rest.isImpersonationEnabled,
    requireOverridePrivilegeForRevisionSync: rest.isOverridePrivilegeRequired,
    appsInAnyNamespaceEnabled: isAnyNamespaceServed,
    syncWithReplaceAllowed: true,
  });
}

/** What only people with a session see beside. */
export function describePrivateSettings({ settings, accounts }: SettingsServiceDeps, { namespace }: SettingsServiceOptions): ShownSettings {
  const { ui } = settings.get();
  return withoutEmpty({
    passwordPattern: accounts.get().passwordPattern,
    uiBannerContent: ui.bannerContent,
    uiBannerURL: ui.bannerUrl,
    uiBannerPermanent: ui.isBannerPermanent,
    uiBannerPosition: ui.bannerPosition,
    controllerNamespace: namespace,
    problems: settings.getProblems().map(({ object, key, message }) => ({ object, key, message })),
  });
}

function describeSso({ name, client, cliClientId }: OidcConfig): NonNullable<ShownSettings["oidcConfig"]> {
  return {
    name,
    issuer: client.issuer,
    clientID: client.clientId,
    ...(cliClientId === undefined ? {} : { cliClientID: cliClientId }),
    scopes: [...client.scopes],
    ...(client.requestedClaims === undefined ? {} : { idTokenClaims: client.requestedClaims }),
    ...(client.isPkceUsed ? { enablePKCEAuthentication: true } : {}),
  };
}

function canAnybodyLogIn({ accounts }: Accounts): boolean {
  return [...accounts.values()].some(({ isEnabled, capabilities }) => isEnabled && capabilities.includes("login"));
}

/** Only the fields that say something: no empty texts, lists or objects, nothing that is off. */
function withoutEmpty<Fields extends object>(fields: Fields): Partial<Fields> {
  const shown: Partial<Fields> = { ...fields };
  for (const name of Object.keys(fields)) if (isEmpty(Reflect.get(fields, name))) Reflect.deleteProperty(shown, name);
  return shown;
}

function isEmpty(value: unknown): boolean {
  if (typeof value === "object" && value !== null) return Object.keys(value).length === 0;
  return value === "" || value === false;
}
