import { SillageError } from "../../errors/index.ts";
import { getField, getList, getString } from "../../kube/index.ts";
import type { OidcClientConfig } from "../../sso/index.ts";

/** The command line is a public client: it has no secret, and may have an id of its own. `settings` are those of the server; throws `invalid` when they have no SSO. */
export function describeClient(settings: unknown): OidcClientConfig {
  const config = getField(settings, "oidcConfig");
  const [issuer, webId] = [getString(config, "issuer"), getString(config, "clientID")];
  if (issuer === undefined || webId === undefined) throw new SillageError("invalid", "The server has no single sign-on: log in with --username");
  const cliId = getString(config, "cliClientID") ?? "";
  const clientId = cliId === "" ? webId : cliId;
  const scopes = getList(config, "scopes").filter((scope) => typeof scope === "string");
  return {
    issuer,
    clientId,
    scopes: scopes.length === 0 ? ["openid", "profile", "email", "groups"] : scopes,
    isPkceUsed: true,
    audience: { allowed: [clientId], isOptional: false },
    isCertificateVerified: true,
  };
}
