import type { JWTVerifyGetKey } from "jose";
import type { ClientAuth, Configuration, CustomFetchOptions, ServerMetadata } from "openid-client";
import type { Clock } from "../async/index.ts";
import { SillageError } from "../errors/index.ts";
import type { SendHttp } from "./http.ts";
import { createKeySet } from "./key-set.ts";
import type { OidcClientConfig } from "./oidc-config.ts";

/** The provider as it described itself. */
export interface Provider {
  readonly metadata: ServerMetadata;
  readonly getKey: JWTVerifyGetKey;
  /** Ourselves as its client, for calls that end with the signal. */
  configure(signal: AbortSignal): Promise<Configuration>;
}

export interface ProviderDeps {
  readonly clock: Pick<Clock, "now">;
  readonly http: SendHttp;
}

/** Gives the provider; throws `unavailable` when it cannot be reached or describes itself wrongly. */
export type FetchProvider = () => Promise<Provider>;

const longestMs = 3_600_000;
/** One description serves all requests, so it ends with none of them: `http` has a time limit of its own. */
const { signal: shared } = new AbortController();

/** Reads the description with the first use and again after an hour; when that fails the last one holds. */
export function createFetchProvider({ clock, http }: ProviderDeps, config: OidcClientConfig): FetchProvider {
  let current: { readonly provider: Provider; readonly loadedMs: number } | undefined;
  let loading: Promise<Provider> | undefined;

  async function load(): Promise<Provider> {
    const metadata = await discover(config, http);
    const { jwks_uri: keysUrl } = metadata;
    if (keysUrl === undefined) throw new SillageError("unavailable", `Identity provider "${config.issuer}" publishes no keys`);
    const fetchKeys = async (): Promise<unknown> => (await http(keysUrl, { method: "GET", headers: { accept: "application/json" }, signal: shared })).json();
    const configure = (signal: AbortSignal): Promise<Configuration> => configureClient(metadata, { config, http, signal });
    return { metadata, configure, getKey: createKeySet({ fetchKeys, clock }) };
  }

  return async function fetchProvider() {
    if (current !== undefined && clock.now() - current.loadedMs < longestMs) return current.provider;
    loading ??= load().finally(() => (loading = undefined));
    try {
      current = { provider: await loading, loadedMs: clock.now() };
    } catch (error) {
      if (current === undefined) throw error;
      current = { ...current, loadedMs: clock.now() };
    }
    return current.provider;
  };
}

async function discover({ issuer, clientId }: OidcClientConfig, http: SendHttp): Promise<ServerMetadata> {
  const { allowInsecureRequests, customFetch, discovery, None } = await import("openid-client");
  const execute = isPlain(issuer) ? [allowInsecureRequests] : [];
  try {
    return (await discovery(new URL(issuer), clientId, {}, None(), { [customFetch]: createFetch(http, shared), execute })).serverMetadata();
  } catch (cause) {
    throw new SillageError("unavailable", `Cannot read what identity provider "${issuer}" says of itself`, { cause });
  }
}

interface ClientParts {
  readonly config: OidcClientConfig;
  readonly http: SendHttp;
  readonly signal: AbortSignal;
}

async function configureClient(metadata: ServerMetadata, { config, http, signal }: ClientParts): Promise<Configuration> {
  const oidc = await import("openid-client");
  const configuration = new oidc.Configuration(metadata, config.clientId, {}, await chooseAuthentication(metadata, config));
  configuration[oidc.customFetch] = createFetch(http, signal);
  if (isPlain(config.issuer)) oidc.allowInsecureRequests(configuration);
  return configuration;
}

/** As the provider likes it; without a word, in the header, which is the standard's default. */
async function chooseAuthentication({ token_endpoint_auth_methods_supported: methods }: ServerMetadata, { clientSecret }: OidcClientConfig): Promise<ClientAuth> {
  const { ClientSecretBasic, ClientSecretPost, None } = await import("openid-client");
  if (clientSecret === undefined) return None();
  return methods === undefined || methods.includes("client_secret_basic") ? ClientSecretBasic(clientSecret) : ClientSecretPost(clientSecret);
}

function createFetch(http: SendHttp, signal: AbortSignal): (url: string, options: CustomFetchOptions) => Promise<Response> {
  return (url, { method, headers, body }) => {
    const text = body instanceof URLSearchParams ? body.toString() : typeof body === "string" ? body : undefined;
    return http(url, { method, headers, signal, ...(text === undefined ? {} : { body: text }) });
  };
}

/** Argo CD takes an issuer without TLS too: whoever writes argocd-cm decides. */
function isPlain(issuer: string): boolean {
  return issuer.startsWith("http:");
}
