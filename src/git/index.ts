/**
 * Git: one bare mirror per repository, revisions, objects by id, polls and push events. Promises that credentials reach Git and nobody else,
 * and that a failing remote says why. Knows nothing of Applications, manifests or Kubernetes.
 */
export { type GitAccess, type GitCredentials } from "./access.ts";
export { type GitObjects } from "./objects.ts";
export { type Commit } from "./parse-commit.ts";
export { isSameRepo, normalizeRepoUrl } from "./repo-url.ts";
export { type Repositories, createRepositories } from "./repositories.ts";
export { type RefreshMode, type Repository } from "./repository.ts";
export { type PushEvent, type WebhookRequest, parseGithubPush } from "./github-push.ts";
export { type GitServer, type GitServerOptions, startGitServer } from "./server/git-server.ts";
export { type HostedRepository } from "./server/hosted-repository.ts";
