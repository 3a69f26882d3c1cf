import type { ApplicationSource } from "../api/index.ts";
import type { Repositories } from "../git/index.ts";
import type { Context } from "../log/index.ts";
import type { Renderer, Rendering, SourceTree } from "../render/index.ts";

interface PinnedSource {
  readonly source: ApplicationSource;
  readonly revision: string;
}

interface RenderSourceRequest extends PinnedSource {
  readonly refs: Readonly<Record<string, PinnedSource>>;
  readonly appName: string;
  readonly namespace: string;
  readonly isFresh: boolean;
}

export interface SourceReaderDeps {
  readonly repositories: Repositories;
  readonly renderer: Renderer;
  /** Version and resources of the destination cluster, for charts. */
  readonly getPlatform: () => { readonly kubeVersion?: string; readonly apiVersions?: readonly string[] };
}

/** Git and rendering as the controllers see them: a source to a commit, a commit to manifests. */
export function createSourceReader({ repositories, renderer, getPlatform }: SourceReaderDeps) {
  async function openTree(ctx: Context, { source, revision }: PinnedSource): Promise<SourceTree> {
    const repository = repositories.open(source.repoURL);
    const sha = await repository.resolve(revision, ctx);
    const commit = await repository.objects.findCommit(sha);
    return { objects: repository.objects, rootOid: commit?.tree ?? "" };
  }

  return {
    async resolveRevision(ctx: Context, source: ApplicationSource, { isFresh }: { readonly isFresh: boolean }): Promise<string> {
      const repository = repositories.open(source.repoURL);
      if (isFresh) await repository.refresh("poll", ctx);
      return repository.resolve(source.targetRevision ?? "", ctx);
    },
    async renderSource(ctx: Context, { source, revision, refs, appName, namespace, isFresh }: RenderSourceRequest): Promise<Rendering> {
      const trees = await Promise.all(Object.entries(refs).map(async ([name, ref]) => [name, await openTree(ctx, ref)] as const));
      const tree = await openTree(ctx, { source, revision });
      return renderer.render(ctx, { source, tree, refs: Object.fromEntries(trees), appName, namespace, ...getPlatform(), cache: isFresh ? "renew" : "use" });
    },
  };
}
