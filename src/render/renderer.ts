import type { SourceType } from "../api/index.ts";
import { createSlots } from "../async/index.ts";
import { SillageError } from "../errors/index.ts";
import type { Context } from "../log/index.ts";
import { detectTool } from "./detect-tool.ts";
import { createDirectoryTool } from "./directory/render-directory.ts";
import { createHelmTool } from "./helm/render-helm.ts";
import { createRenderCache, platformOf } from "./render-cache.ts";
import { createKustomizeTool } from "./render-kustomize.ts";
import type { RenderRequest, Rendering, SourceTree } from "./rendering.ts";
import { applySourceOverrides } from "./source-overrides.ts";
import type { Tool } from "./tool.ts";
import { type FileView, type Inputs, type RecordingView, createRecordingView, resolvePath } from "./view/index.ts";

export interface RendererOptions {
  /** Paths or names of the programs for charts, and for kustomizations we do not build ourselves. */
  readonly helm: string;
  readonly kustomize: string;
  readonly programTimeoutMs: number;
  /** Files beyond this size are refused. */
  readonly maxFileBytes: number;
  /** Plain manifests of one source beyond this size in all are refused. */
  readonly maxManifestBytes: number;
  readonly cacheBytes: number;
  /** So many sources are rendered at the same time: each holds its files in memory, and may run a program. */
  readonly concurrency: number;
}

export const defaultRendererOptions: RendererOptions = {
  helm: "helm",
  kustomize: "kustomize",
  programTimeoutMs: 90_000,
  maxFileBytes: 10 * 1024 * 1024,
  maxManifestBytes: 10 * 1024 * 1024,
  cacheBytes: 64 * 1024 * 1024,
  concurrency: 16,
};

/** Makes manifests of sources. */
export interface Renderer {
  /**
   * The manifests of one source. Work is done only when something that was read last time is no longer the same. Throws `invalid` or `notFound`
   * with the place for what the author must repair.
   */
  render(ctx: Context, request: RenderRequest): Promise<Rendering>;
}

/** A renderer with all tools and a cache by content. */
export function createRenderer(options: RendererOptions): Renderer {
  const cache = createRenderCache({ maxBytes: options.cacheBytes });
  const slots = createSlots(options.concurrency);
  const tools: Readonly<Record<SourceType, Tool>> = {
    Directory: createDirectoryTool(options),
    Helm: createHelmTool({ program: options.helm, timeoutMs: options.programTimeoutMs }),
    Kustomize: createKustomizeTool({ program: options.kustomize, timeoutMs: options.programTimeoutMs }),
    Plugin: refusePlugin,
  };

  return {
    async render(ctx, request) {
      const kept = request.cache === "use" ? await cache.find(request) : undefined;
      return kept ?? slots.run(() => renderAnew(ctx, request));
    },
  };

  async function renderAnew(ctx: Context, request: RenderRequest): Promise<Rendering> {
    const view = open(ctx, request.tree);
    const refs = Object.fromEntries(Object.entries(request.refs).map(([name, tree]) => [name, open(ctx, tree)]));
    const path = await findPath(view, request);
    const source = await applySourceOverrides(view, request.source, { path, appName: request.appName });
    const sourceType = await detectTool(view, path, source);
    const { manifests, warnings } = await tools[sourceType](ctx, { ...request, view, refs, path, source });
    const rendering: Rendering = { manifests, sourceType, inputs: view.inputs, warnings };
    cache.keep(request, { rendering, inputs: inputsOf(view, refs), platform: sourceType === "Helm" ? platformOf(request) : "" });
    return rendering;
  }

  function open(ctx: Context, tree: SourceTree): RecordingView {
    return createRecordingView({ store: tree.objects, rootOid: tree.rootOid, signal: ctx.signal, maxFileBytes: options.maxFileBytes });
  }
}

/** The folder of the application, as a path of the repository. */
async function findPath(view: FileView, { source }: RenderRequest): Promise<string> {
  const { path: written = "", chart = "" } = source;
  if (chart !== "") throw new SillageError("invalid", `Cannot render the chart "${chart}": chart repositories are not supported`, { terminal: true });
  const path = resolvePath("", written);
  const kind = await view.getKind(path);
  if (kind === "directory") return path;
  const problem = kind === "file" ? "is a file, not a directory" : "does not exist in the repository";
  throw new SillageError("notFound", `App path "${written}" ${problem}`, { reason: "AppPathNotFound" });
}

function inputsOf(view: RecordingView, refs: Readonly<Record<string, RecordingView>>): Map<string, Inputs> {
  return new Map([["", view.inputs], ...Object.entries(refs).map(([name, ref]) => [name, ref.inputs] as const)]);
}

async function refusePlugin(): Promise<never> {
  throw new SillageError("invalid", "Config management plugins are not supported", { terminal: true });
}
