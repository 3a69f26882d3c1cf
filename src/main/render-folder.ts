import path from "node:path";
import type { CliDeps } from "../cli/index.ts";
import type { KubeObject } from "../kube/index.ts";
import { createLog } from "../log/index.ts";
import { createRenderer, defaultRendererOptions, renderFolder as render } from "../render/index.ts";
import type { Manifest } from "../render/view/index.ts";

type Options = Parameters<CliDeps["renderFolder"]>[1];

/** `sillage render`: the manifests of a folder of the working tree. */
export async function renderFolder(folder: string, options: Options): Promise<readonly KubeObject[]> {
  const { manifests } = await renderHere(folder, options);
  return manifests.map((manifest) => manifest.object);
}

/** The same with origins: paths from where we are, or absolute ones when the folder is. */
export async function renderManifests(folder: string, options: Options): Promise<readonly Manifest[]> {
  const { manifests, root } = await renderHere(folder, options);
  const toPath = (file: string): string => (path.isAbsolute(folder) ? path.join(root, file) : path.relative(".", path.join(root, file)));
  return manifests.map(({ object, origin }) => ({ object, origin: { file: toPath(origin.file), line: origin.line } }));
}

function renderHere(folder: string, { signal, root, source, appName, namespace }: Options) {
  const place = { ...(root === undefined ? {} : { root }), ...(source === undefined ? {} : { source }) };
  const application = { ...(appName === undefined ? {} : { appName }), ...(namespace === undefined ? {} : { namespace }) };
  return render({ signal, log: createLog({ level: "warn" }) }, createRenderer(defaultRendererOptions), { folder, ...place, ...application });
}
