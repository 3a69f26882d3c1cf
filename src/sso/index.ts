/**
 * Single sign-on with OpenID Connect: the settings, the login of a browser or of the command line, and what the provider's tokens say. Promises that a
 * token counts only with a good signature, issuer, audience and time, and that nothing has to be stored for it. Knows neither accounts nor HTTP servers.
 */
export { createOidcClient } from "./oidc-client.ts";
export { type OidcClientConfig, type OidcConfig } from "./oidc-config.ts";
export { parseSsoSettings } from "./parse-sso-settings.ts";
export { createSso, type Sso } from "./sso.ts";
