/**
 * Git: one bare mirror per repository, revisions, objects by id, polls and push events. Promises that credentials reach Git and nobody else,
 * and that a failing remote says why. Knows nothing of Applications, manifests or Kubernetes.
 */
export { type GitAccess, type GitCredentials } from "./access.ts";
export { checkRemote } from "./check-remote.ts";
export { fetchRefs, type RefNames } from "./fetch-refs.ts";
export { type GitObserver } from "./observer.ts";
export { isSameRepo, maskUrl, normalizeRepoUrl } from "./repo-url.ts";
export { type Repositories, createRepositories } from "./repositories.ts";
export { parseGithubPush } from "./github-push.ts";
export { startGitServer } from "./server/git-server.ts";
