import type { Application } from "../../api/index.ts";
import { maskUrl } from "../../git/index.ts";
import { formatInstanceName } from "../../inventory/index.ts";
import { type ApiResource, type GroupVersionKind, gvkOf } from "../../kube/index.ts";
import type { Context } from "../../log/index.ts";
import type { Manifest } from "../../render/view/index.ts";
import { type DesiredState, prepareDesired } from "../../sync/index.ts";
import type { SpanStart } from "../../trace/index.ts";
import type { ApplicationDeps, PinnedSource, RenderedSource } from "./deps.ts";
import type { AppMemory, Loaded } from "./memory.ts";
import type { Target } from "./target.ts";

const rememberedTargets = 4;

export interface LoadRequest {
  readonly app: Application;
  readonly memory: AppMemory;
  readonly target: Target;
  /** Render anew whatever is remembered. */
  readonly isFresh: boolean;
}

/** The manifests of a target. Does nothing when it was loaded before, and next to nothing when another commit with the same inputs was. */
export async function loadManifests(ctx: Context, deps: ApplicationDeps, request: LoadRequest): Promise<Loaded> {
  const { memory, target, isFresh } = request;
  const key = JSON.stringify(target);
  const known = memory.loaded.get(key);
  if (known !== undefined && !isFresh && isComplete(known)) return known;
  const rendered = await renderAll(ctx, deps, request);
  const twin = [...memory.loaded.values()].find((other) => isComplete(other) && isSameRendering(other.rendered, rendered));
  const desired = twin?.desired ?? (await prepareManifests(ctx, deps, { app: request.app, manifests: rendered.flatMap((source) => source.manifests) }));
  const loaded: Loaded = { target, rendered, desired };
  memory.loaded.delete(key);
  memory.loaded.set(key, loaded);
  for (const oldest of memory.loaded.keys()) if (memory.loaded.size > rememberedTargets) memory.loaded.delete(oldest);
  return loaded;
}

/** Whether two commits say the same about the application. */
export function isSameContent(a: Loaded, b: Loaded): boolean {
  return isSameRendering(a.rendered, b.rendered);
}

export function instanceOf({ metadata }: Pick<Application, "metadata">, controlNamespace: string): string {
  return formatInstanceName({ namespace: metadata.namespace ?? "", name: metadata.name ?? "" }, controlNamespace);
}

function renderAll(ctx: Context, deps: ApplicationDeps, { app, target, isFresh }: LoadRequest): Promise<RenderedSource[]> {
  const pinned = target.sources.map((source, index): PinnedSource => ({ source, revision: target.revisions[index] ?? "" }));
  const refs = Object.fromEntries(pinned.flatMap((entry) => (entry.source.ref === undefined ? [] : [[entry.source.ref, entry]])));
  const rendering = pinned.filter(({ source }) => (source.path ?? "") !== "" || (source.chart ?? "") !== "");
  const common = { refs, appName: app.metadata.name ?? "", project: app.spec.project, namespace: app.spec.destination.namespace ?? "", isFresh };
  return Promise.all(rendering.map((entry) => deps.tracer.trace(spanOf(entry), () => deps.sources.renderSource(ctx, { ...entry, ...common }))));
}

function spanOf({ source, revision }: PinnedSource): SpanStart {
  const { repoURL, path = "", chart = "", targetRevision = "" } = source;
  const place = { "argocd.source.repo_url": maskUrl(repoURL), "argocd.source.path": path, "argocd.source.chart": chart, "argocd.source.target_revision": targetRevision };
  return { name: "controller.GetRepoObjs.source", attributes: { ...place, "argocd.revision": revision } };
}

/** What the application wants when these are its manifests. */
export async function prepareManifests(
  ctx: Context,
  deps: Pick<ApplicationDeps, "client" | "controlNamespace">,
  { app, manifests }: { readonly app: Application; readonly manifests: readonly Manifest[] },
): Promise<DesiredState> {
  const resources = new Map<string, ApiResource | undefined>();
  for (const { object } of manifests) {
    const gvk = gvkOf(object);
    if (!resources.has(formatGvk(gvk))) resources.set(formatGvk(gvk), await deps.client.discovery.findByKind(gvk, { signal: ctx.signal }));
  }
  const findResource = (gvk: GroupVersionKind) => resources.get(formatGvk(gvk));
  return prepareDesired(manifests, { instance: instanceOf(app, deps.controlNamespace), namespace: app.spec.destination.namespace ?? "", findResource });
}

/** Kinds that were unknown may have come since. */
function isComplete({ desired }: Loaded): boolean {
  return [...desired.objects, ...desired.hooks].every(({ resource }) => resource !== undefined);
}

function isSameRendering(a: readonly RenderedSource[], b: readonly RenderedSource[]): boolean {
  return a.length === b.length && a.every((source, index) => source === b[index]);
}

function formatGvk({ group, version, kind }: GroupVersionKind): string {
  return `${group}/${version}/${kind}`;
}
