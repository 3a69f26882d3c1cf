import type { AppProjectSpec } from "./app-project.ts";

/** What the project `default` allows while nobody has written one: everything. */
export const defaultProjectSpec: AppProjectSpec = {
  sourceRepos: ["*"],
  destinations: [{ server: "*", namespace: "*" }],
  clusterResourceWhitelist: [{ group: "*", kind: "*" }],
};
