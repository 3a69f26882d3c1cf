import type { ApplicationSource } from "../api/index.ts";
import type { Context } from "../log/index.ts";
import type { RenderRequest } from "./rendering.ts";
import type { FileView, Manifest } from "./view/index.ts";

/** What a tool works on. Files are read through the views only. */
export interface ToolInput extends Pick<RenderRequest, "appName" | "namespace" | "kubeVersion" | "apiVersions"> {
  readonly view: FileView;
  readonly refs: Readonly<Record<string, FileView>>;
  /** An existing directory. */
  readonly path: string;
  readonly source: ApplicationSource;
}

export interface ToolOutput {
  readonly manifests: readonly Manifest[];
  readonly warnings: readonly string[];
}

/** One way of making manifests. Throws `invalid` for what the author of the source must repair. */
export type Tool = (ctx: Context, input: ToolInput) => Promise<ToolOutput>;
