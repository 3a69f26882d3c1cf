import type { KubeObject } from "../kube/index.ts";
import { createLog } from "../log/index.ts";
import { createRenderer, defaultRendererOptions, renderFolder as render } from "../render/index.ts";

/** `sillage render`: the manifests of a folder of the working tree. */
export async function renderFolder(folder: string, options: { readonly signal: AbortSignal }): Promise<readonly KubeObject[]> {
  const { manifests } = await render({ signal: options.signal, log: createLog({ level: "warn" }) }, createRenderer(defaultRendererOptions), folder);
  return manifests.map((manifest) => manifest.object);
}
