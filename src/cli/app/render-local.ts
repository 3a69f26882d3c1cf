import { sourcesOf, type Application } from "../../api/index.ts";
import type { KubeObject } from "../../kube/index.ts";
import type { CliDeps } from "../deps.ts";
import { misusedFlags } from "../exit-code.ts";

/** A folder of this machine instead of what Git has. */
export interface LocalFlags {
  readonly local?: string;
  readonly localRepoRoot?: string;
}

/** The manifests of a folder as the application's source renders them. Throws a misuse for an application with several sources. */
export function renderLocal(
  deps: CliDeps,
  application: Application,
  { folder, root }: { readonly folder: string; readonly root: string | undefined },
): Promise<readonly KubeObject[]> {
  const { metadata, spec } = application;
  const [source, ...others] = sourcesOf(spec);
  if (others.length > 0) throw misusedFlags(`Application "${metadata.name}" has several sources, --local goes with one`);
  return deps.renderFolder(folder, {
    signal: deps.signal,
    appName: metadata.name ?? "",
    namespace: spec.destination.namespace ?? "default",
    ...(root === undefined ? {} : { root }),
    ...(source === undefined ? {} : { source }),
  });
}
