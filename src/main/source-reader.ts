import { isSillageError, SillageError } from "../errors/index.ts";
import type { Repositories } from "../git/index.ts";
import { getString, type KubeClient } from "../kube/index.ts";
import type { Context } from "../log/index.ts";
import type { Renderer, SourceTree } from "../render/index.ts";
import type { PinnedSource, SourceReader } from "../controllers/index.ts";

/** What charts may ask of the destination cluster. */
interface Capabilities {
  readonly kubeVersion?: string;
  readonly apiVersions: readonly string[];
}

export interface SourceReaderDeps {
  readonly client: KubeClient;
  /** The repository as applications of a project see it: with the project's own credentials where it has some. */
  readonly openRepository: (url: string, project: string) => ReturnType<Repositories["open"]>;
  readonly renderer: Renderer;
}

/** Manifests of an application's sources: commits from the mirrors, rendered through the cache. */
export function createSourceReader(deps: SourceReaderDeps): SourceReader {
  const { openRepository, renderer } = deps;
  let capabilities: Promise<Capabilities> | undefined;

  async function treeOf({ source, revision }: PinnedSource, { project, signal }: { readonly project: string; readonly signal: AbortSignal }): Promise<SourceTree> {
    const repository = openRepository(source.repoURL, project);
    const commit = await repository.objects.findCommit(await repository.resolve(revision, { signal }));
    if (commit === undefined) throw new SillageError("notFound", `Commit "${revision}" is not in repository "${source.repoURL}" any more`, { reason: "RevisionNotFound" });
    return { objects: repository.objects, rootOid: commit.tree };
  }

  return {
    async resolveRevision({ signal }, source, { project, isFresh }) {
      const repository = openRepository(source.repoURL, project);
      if (isFresh) await repository.refresh("poll", { signal });
      return repository.resolve(source.targetRevision ?? "HEAD", { signal });
    },
    async renderSource(ctx, { source, revision, refs, appName, project, namespace, isFresh }) {
      const { signal } = ctx;
      if (isFresh) capabilities = undefined;
      capabilities ??= fetchCapabilities(ctx, deps.client);
      const trees = await Promise.all(Object.entries(refs).map(async ([name, pinned]) => [name, await treeOf(pinned, { project, signal })] as const));
      return renderer.render(ctx, {
        source,
        tree: await treeOf({ source, revision }, { project, signal }),
        refs: Object.fromEntries(trees),
        appName,
        namespace,
        ...(await capabilities),
        cache: isFresh ? "renew" : "use",
      });
    },
  };
}

/** Charts render without them, too, so a cluster that does not tell is no failure. */
async function fetchCapabilities({ signal }: Context, client: KubeClient): Promise<Capabilities> {
  try {
    const [version, resources] = await Promise.all([client.fetchText("/version", { signal }), client.discovery.fetchAll({ signal })]);
    const names = resources.flatMap(({ group, version: apiVersion, kind }) => {
      const groupVersion = group === "" ? apiVersion : `${group}/${apiVersion}`;
      return [groupVersion, `${groupVersion}/${kind}`];
    });
    const kubeVersion = getString(JSON.parse(version), "gitVersion");
    return { ...(kubeVersion === undefined ? {} : { kubeVersion }), apiVersions: [...new Set(names)].toSorted() };
  } catch (error) {
    if (isSillageError(error, "unavailable")) return { apiVersions: [] };
    throw error;
  }
}
