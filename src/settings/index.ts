/** The settings people keep in `argocd-cm`, `argocd-secret` and labelled Secrets, as typed values. Pure: reading the objects is the caller's business. */
export { parseSettings, type Settings } from "./settings.ts";
export { type SettingProblem } from "./setting-reader.ts";
export { computeGitAccess, findCredentialTemplate, findRepositoryScope, hasCredentials } from "./git-access.ts";
export { parseGlobalProjects } from "./global-projects.ts";
export { parseNamespacePatterns } from "./namespace-patterns.ts";
export { readSecretKey } from "./secret-data.ts";
