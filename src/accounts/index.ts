/**
 * Local accounts and sessions, as Argo CD has them in `argocd-cm` and `argocd-secret`: who exists, passwords, session and API tokens, and how they end.
 * Promises that no answer tells whether a name exists, and that no secret is in a message. Knows neither HTTP nor identity providers.
 */
export { type Account, type Accounts } from "./account.ts";
export { createAccountsView, type AccountsView } from "./accounts-view.ts";
export { type Identity } from "./identity.ts";
export { defaultLoginOptions } from "./login.ts";
export { createPasswords } from "./passwords.ts";
export { createRevocations } from "./revocations.ts";
export { createSessionManager, type Authenticated, type SessionManager } from "./session-manager.ts";
export { createAccountWriter, type AccountWriter } from "./account-writer.ts";
export { ensureServerSecrets } from "./ensure-server-secrets.ts";
