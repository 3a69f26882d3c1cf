import { generateKeyPairSync, randomUUID } from "node:crypto";
import http from "node:http";
import https from "node:https";
import type { AddressInfo } from "node:net";
import { Provider, type Configuration } from "oidc-provider";

/** A real OpenID provider on loopback. Its people log in with any name and password. */
export interface OidcProvider {
  readonly issuer: string;
  /** The server's client, with a secret, and the command line's, without. */
  readonly clientId: string;
  readonly clientSecret: string;
  readonly cliClientId: string;
  /** Requests so far, as `GET /jwks`. */
  readonly requests: readonly string[];
  /** Goes where a browser would go: follows the login page and the consent, and gives the URL it is sent back to in the end. */
  logIn(url: string, username: string): Promise<URL>;
  /** Presses "cancel" on the login page. */
  refuse(url: string): Promise<URL>;
  /** From now on signs with a new key and publishes no other. */
  rotateKeys(): void;
  close(): Promise<void>;
}

export interface OidcProviderOptions {
  /** Where people may be sent back to. */
  readonly redirectUris: readonly string[];
  /** Groups by username. */
  readonly groups?: Readonly<Record<string, readonly string[]>>;
  /** Groups are in the user info only, not in the ID token. */
  readonly groupsInUserInfoOnly?: boolean;
  readonly idTokenSeconds?: number;
  /** HTTPS with this certificate for `localhost`. */
  readonly tls?: { readonly key: string; readonly cert: string };
}

const [clientId, clientSecret, cliClientId] = ["sillage", "client-secret-canary", "sillage-cli"];

export async function startOidcProvider(options: OidcProviderOptions): Promise<OidcProvider> {
  const requests: string[] = [];
  let handle: (request: http.IncomingMessage, response: http.ServerResponse) => unknown = () => undefined;
  const listener: http.RequestListener = (request, response) => {
    requests.push(`${request.method} ${(request.url ?? "").split("?")[0]}`);
    void handle(request, response);
  };
  const server = options.tls === undefined ? http.createServer(listener) : https.createServer({ ...options.tls }, listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const issuer = options.tls === undefined ? `http://127.0.0.1:${port}` : `https://localhost:${port}`;

  function renew(): void {
    handle = withoutWarnings(() => new Provider(issuer, configure(options))).callback();
  }
  renew();

  return {
    issuer,
    clientId,
    clientSecret,
    cliClientId,
    requests,
    logIn: (url, username) => visit(url, (page) => ({ action: page.action, form: { prompt: page.prompt, login: username, password: "any" } })),
    refuse: (url) => visit(url, (page) => ({ action: `${page.action}/abort` })),
    rotateKeys: renew,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function configure({ redirectUris, groups = {}, groupsInUserInfoOnly = false, idTokenSeconds = 3_600 }: OidcProviderOptions): Configuration {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const client = { redirect_uris: [...redirectUris], grant_types: ["authorization_code", "refresh_token"], response_types: ["code"] as "code"[] };
  return {
    clients: [
      { ...client, client_id: clientId, client_secret: clientSecret },
      { ...client, client_id: cliClientId, token_endpoint_auth_method: "none", application_type: "native" },
    ],
    jwks: { keys: [{ ...privateKey.export({ format: "jwk" }), kid: randomUUID(), use: "sig", alg: "RS256" }] },
    scopes: ["openid", "offline_access", "profile", "email", "groups"],
    claims: { openid: ["sub"], email: ["email"], profile: ["name"], groups: ["groups"] },
    // Claims of scopes are in the ID token too, as with the providers that people use.
    conformIdTokenClaims: false,
    findAccount: async (_ctx, accountId) => ({
      accountId,
      claims: async (use) => ({
        sub: accountId,
        email: `${accountId}@example.com`,
        name: accountId,
        ...(groupsInUserInfoOnly && use === "id_token" ? {} : { groups: [...(groups[accountId] ?? [])] }),
      }),
    }),
    issueRefreshToken: async (_ctx, client) => client.grantTypeAllowed("refresh_token"),
    rotateRefreshToken: true,
    ttl: { IdToken: idTokenSeconds, AccessToken: 3_600, RefreshToken: 86_400, Interaction: 600, Session: 600, Grant: 86_400 },
    cookies: { keys: ["cookie-key"] },
    pkce: { required: () => false },
    features: { devInteractions: { enabled: true } },
  };
}

/** It warns of what tests want: plain HTTP, the quick pages. */
function withoutWarnings<T>(make: () => T): T {
  const { warn, info } = console;
  Object.assign(console, { warn: () => undefined, info: () => undefined });
  try {
    return make();
  } finally {
    Object.assign(console, { warn, info });
  }
}

interface Page {
  readonly action: string;
  readonly prompt: string;
}

interface Answer {
  readonly action: string;
  readonly form?: Readonly<Record<string, string>>;
}

/** A browser with cookies that fills in each page until it is sent to another site. */
async function visit(start: string, fillIn: (page: Page) => Answer): Promise<URL> {
  const home = new URL(start).origin;
  const jar = new Map<string, string>();
  let next: { readonly url: URL; readonly form?: Readonly<Record<string, string>> } = { url: new URL(start) };
  for (let step = 0; step < 15; step++) {
    if (next.url.origin !== home) return next.url;
    const response = await fetch(next.url, {
      redirect: "manual",
      headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join("; ") },
      ...(next.form === undefined ? {} : { method: "POST", body: new URLSearchParams(next.form) }),
      signal: AbortSignal.timeout(5_000),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [name = "", ...value] = (cookie.split(";")[0] ?? "").split("=");
      jar.set(name, value.join("="));
    }
    const location = response.headers.get("location");
    const text = await response.text();
    if (location !== null) {
      next = { url: new URL(location, next.url) };
      continue;
    }
    const [action, prompt] = [/<form[^>]* action="([^"]+)"/.exec(text)?.[1], /name="prompt" value="([^"]+)"/.exec(text)?.[1]];
    if (action === undefined || prompt === undefined) throw new Error(`No form at ${next.url.pathname}: ${response.status} ${text.replaceAll(/<[^>]*>/g, " ").slice(0, 300)}`);
    const answer = fillIn({ action, prompt });
    next = { url: new URL(answer.action, next.url), ...(answer.form === undefined ? {} : { form: answer.form }) };
  }
  throw new Error("The login went on and on");
}
