import { parseDurationMs } from "../async/index.ts";
import { getBoolean, getList, getRecord, getString, getStringMap, isRecord, type JsonObject, type JsonValue, type KubeObject } from "../kube/index.ts";
import { parseDocuments } from "../kube/yaml/index.ts";
import type { OidcClientConfig, OidcConfig } from "./oidc-config.ts";

export interface SsoSettings {
  /** `undefined`: no SSO. */
  readonly config: OidcConfig | undefined;
  readonly problems: readonly { readonly key: string; readonly message: string }[];
}

export interface SsoSources {
  /** `argocd-cm`. */
  readonly configMap: KubeObject | undefined;
  /** The value behind `$key` or `$secret:key`. */
  readonly resolve: (reference: string) => string | undefined;
}

const key = "oidc.config";
const defaultScopes = ["openid", "profile", "email", "groups"];

/** A configuration that cannot work is reported and leaves `last`; never quotes a resolved value. */
export function parseSsoSettings({ configMap, resolve }: SsoSources, last?: OidcConfig): SsoSettings {
  const data = getStringMap(configMap, "data");
  const text = data[key]?.trim() ?? "";
  if (text === "") return { config: undefined, problems: [] };
  const problems: { key: string; message: string }[] = [];
  const report = (message: string): void => void problems.push({ key, message });
  const given = resolveReferences(parseYaml(text), { resolve, report });
  if (!isRecord(given)) return { config: last, problems: [{ key, message: "it is no YAML mapping" }] };
  const urls = [data["url"] ?? "", ...readAdditionalUrls(data["additionalUrls"])].map((url) => url.trim().replace(/\/+$/, "")).filter((url) => url !== "");
  if (urls.length === 0) problems.push({ key: "url", message: "it is not set, and the identity provider has to send people back there" });
  for (const url of urls) if (!isHttpUrl(url)) problems.push({ key: "url", message: `"${url}" is no http or https URL` });
  const client = readClient(given, { isCertificateVerified: data["oidc.tls.insecure.skip.verify"] !== "true", report });
  // What is wrong so far would send people, or their tokens, to the wrong place.
  if (problems.length > 0 || client === undefined) return { config: last, problems };
  return { config: readRest(given, { client, urls, report }), problems };
}

function parseYaml(text: string): unknown {
  try {
    return parseDocuments(text, { file: key })[0]?.value;
  } catch {
    return undefined;
  }
}

interface Resolution {
  readonly resolve: (reference: string) => string | undefined;
  readonly report: (message: string) => void;
}

function resolveReferences(value: unknown, options: Resolution): unknown {
  if (Array.isArray(value)) return value.map((item) => resolveReferences(item, options));
  if (isRecord(value)) return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, resolveReferences(item, options)]));
  if (typeof value !== "string" || !value.startsWith("$")) return value;
  const resolved = options.resolve(value);
  if (resolved === undefined)
    options.report(`"${value}" stands in no Secret: $key is looked up in argocd-secret, $name:key in a Secret with the label app.kubernetes.io/part-of: argocd`);
  return resolved?.trim();
}

function readAdditionalUrls(text: string | undefined): readonly string[] {
  return strings(parseYaml(text ?? ""));
}

interface ClientOptions {
  readonly isCertificateVerified: boolean;
  readonly report: (message: string) => void;
}

function readClient(given: Readonly<Record<string, unknown>>, { isCertificateVerified, report }: ClientOptions): OidcClientConfig | undefined {
  const [issuer, clientId] = [getString(given, "issuer") ?? "", getString(given, "clientID") ?? ""];
  if (!isHttpUrl(issuer)) report('"issuer" is no http or https URL');
  if (clientId === "") report('"clientID" is missing');
  if (!isHttpUrl(issuer) || clientId === "") return undefined;
  const scopes = strings(getList(given, "requestedScopes"));
  const allowed = strings(getList(given, "allowedAudiences"));
  const requestedClaims = readJson(getRecord(given, "requestedIDTokenClaims"));
  const userInfoPath = getString(given, "userInfoPath");
  const userInfoBase = getString(given, "userInfoBaseURL") ?? getString(given, "userInfoURL") ?? issuer;
  return {
    issuer,
    clientId,
    scopes: scopes.length === 0 ? defaultScopes : [...new Set(["openid", ...scopes])],
    isPkceUsed: getBoolean(given, "enablePKCEAuthentication") ?? false,
    audience: {
      allowed: allowed.length > 0 ? allowed : [clientId, ...some(getString(given, "cliClientID"))],
      isOptional: getBoolean(given, "skipAudienceCheckWhenTokenHasNoAudience") ?? false,
    },
    isCertificateVerified,
    ...optional("clientSecret", getString(given, "clientSecret")),
    ...optional("domainHint", getString(given, "domainHint")?.trim()),
    ...optional("rootCa", getString(given, "rootCA")),
    ...optional("userInfoUrl", userInfoPath === undefined || userInfoPath === "" ? undefined : `${userInfoBase.replace(/\/+$/, "")}/${userInfoPath.replace(/^\/+/, "")}`),
    ...(requestedClaims === undefined ? {} : { requestedClaims }),
  };
}

interface RestOptions {
  readonly client: OidcClientConfig;
  readonly urls: readonly string[];
  readonly report: (message: string) => void;
}

/** What can be left out when it makes no sense. */
function readRest(given: Readonly<Record<string, unknown>>, { client, urls, report }: RestOptions): OidcConfig {
  function duration(name: string): number | undefined {
    const text = getString(given, name) ?? "";
    const parsed = parseDurationMs(text);
    if (text !== "" && parsed === undefined) report(`"${name}" is "${text}", which is no duration such as 5m`);
    return parsed;
  }
  if (getBoolean(given, "azure", "useWorkloadIdentity") === true) report('"azure.useWorkloadIdentity" is not supported yet: give a "clientSecret"');
  const cacheMs = duration("userInfoCacheExpiration");
  const hasUserInfo = getBoolean(given, "enableUserInfoGroups") ?? false;
  return {
    name: getString(given, "name") ?? "SSO",
    client,
    urls,
    refreshThresholdMs: duration("refreshTokenThreshold") ?? 0,
    ...optional("cliClientId", getString(given, "cliClientID")),
    ...optional("logoutUrl", getString(given, "logoutURL")),
    ...(hasUserInfo ? { userInfo: cacheMs === undefined ? {} : { cacheMs } } : {}),
  };
}

function isHttpUrl(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && (url.protocol === "https:" || url.protocol === "http:");
}

function strings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

function some(text: string | undefined): readonly string[] {
  return text === undefined || text === "" ? [] : [text];
}

function optional<Key extends string>(name: Key, text: string | undefined): Partial<Record<Key, string>> {
  const found: Partial<Record<Key, string>> = {};
  if (text !== undefined && text !== "") found[name] = text;
  return found;
}

/** YAML has dates and such, JSON has not. */
function readJson(value: unknown): JsonObject | undefined {
  return isJsonObject(value) ? value : undefined;
}

function isJsonObject(value: unknown): value is JsonObject {
  return isRecord(value) && Object.values(value).every(isJsonValue);
}

function isJsonValue(value: unknown): value is JsonValue {
  if (value === null || typeof value === "string" || typeof value === "number" || typeof value === "boolean") return true;
  return Array.isArray(value) ? value.every(isJsonValue) : isJsonObject(value);
}
