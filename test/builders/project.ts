import type { AppProject, AppProjectSpec } from "../../src/api/index.ts";

/** A project `team` that allows what its spec says, which is nothing by itself. */
export function buildProject(
  spec: AppProjectSpec = {},
  parts: { readonly name?: string; readonly labels?: Readonly<Record<string, string>>; readonly status?: AppProject["status"] } = {},
): AppProject {
  const { name = "team", labels, status = {} } = parts;
  return { apiVersion: "argoproj.io/v1alpha1", kind: "AppProject", metadata: { name, namespace: "argocd", ...(labels === undefined ? {} : { labels }) }, spec, status };
}
