import { getString } from "../kube/index.ts";
import type { OidcTokens } from "./oidc-client.ts";
import { openJson, sealJson } from "./sealed-text.ts";
import type { SsoParts } from "./sso-parts.ts";
import type { Claims } from "./verify-id-token.ts";

/** What a browser keeps of its session: the ID token and, where more is needed later, a text that only we can read. */
export interface SsoTokens {
  readonly token: string;
  readonly companion?: string;
}

const purpose = "session companion";

/** Only what a later request will ask for: cookies are small. */
export function packTokens({ idToken, accessToken, refreshToken, claims }: OidcTokens, { config, key }: Pick<SsoParts, "config" | "key">): SsoTokens {
  const content = {
    ...(config.userInfo === undefined ? {} : { accessToken }),
    ...(config.refreshThresholdMs === 0 || refreshToken === undefined ? {} : { refreshToken }),
  };
  if (Object.keys(content).length === 0) return { token: idToken };
  return { token: idToken, companion: sealJson({ ...content, subject: subjectOf(claims) }, { purpose, key }) };
}

/** What was packed, when it belongs to the same person. */
export function openCompanion(
  companion: string | undefined,
  { claims, key }: { readonly claims: Claims; readonly key: Uint8Array },
): Partial<Pick<OidcTokens, "accessToken" | "refreshToken">> {
  const content = companion === undefined ? undefined : openJson(companion, { purpose, key });
  if (content === undefined || content["subject"] !== subjectOf(claims)) return {};
  const [accessToken, refreshToken] = [getString(content, "accessToken"), getString(content, "refreshToken")];
  return { ...(accessToken === undefined ? {} : { accessToken }), ...(refreshToken === undefined ? {} : { refreshToken }) };
}

export function subjectOf(claims: Claims): string {
  return getString(claims, "sub") ?? "";
}
