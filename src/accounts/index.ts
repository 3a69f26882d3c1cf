/**
 * Local accounts and sessions, as Argo CD has them in `argocd-cm` and `argocd-secret`: who exists, passwords, session and API tokens, and how they end.
 * Promises that no answer tells whether a name exists, and that no secret is in a message. Knows neither HTTP nor identity providers.
 */
export { type Account, type AccountToken, type Accounts, type SettingProblem } from "./account.ts";
export { createAccountsView, type AccountsView } from "./accounts-view.ts";
export { type ProjectToken } from "./assess-claims.ts";
export { type Identity } from "./identity.ts";
export { defaultLoginOptions, type Credentials, type LoginOptions } from "./login.ts";
export { createPasswords, type Passwords } from "./passwords.ts";
export { createRevocations, type Revocations } from "./revocations.ts";
export { createSessionManager, type Authenticated, type SessionManager, type SessionTokens } from "./session-manager.ts";
export { type Claims } from "./session-token.ts";
export { createAccountWriter, type AccountWriter } from "./account-writer.ts";
export { ensureServerSecrets } from "./ensure-server-secrets.ts";
