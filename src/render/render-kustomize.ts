import type { KustomizeOptions } from "../api/index.ts";
import { SillageError } from "../errors/index.ts";
import { isRecord } from "../kube/index.ts";
import { parseDocuments, stringifyYaml } from "../kube/yaml/index.ts";
import { buildKustomization } from "./kustomize/index.ts";
import { applyKustomizeOptions } from "./kustomize-options.ts";
import { type KustomizeProgram, buildWithProgram } from "./kustomize-program.ts";
import type { Tool } from "./tool.ts";
import { type FileView, resolvePath } from "./view/index.ts";

/** Kustomizations: in process, and through the real program where they need what only that does. */
export function createKustomizeTool(program: KustomizeProgram): Tool {
  return async function renderKustomize(ctx, { view: original, path, source }) {
    const file = await findKustomization(original, path);
    const view = await withOptions(original, file, source.kustomize ?? {});
    const result = await buildKustomization(view, path);
    if (result.kind === "built") return { manifests: result.manifests, warnings: [] };
    return { manifests: await buildWithProgram({ view, path, file, reason: result.reason }, { ...program, signal: ctx.signal }), warnings: [] };
  };
}

async function findKustomization(view: FileView, path: string): Promise<string> {
  for (const name of ["kustomization.yaml", "kustomization.yml", "Kustomization"]) {
    const file = path === "" ? name : `${path}/${name}`;
    if ((await view.getKind(file)) === "file") return file;
  }
  throw new SillageError("notFound", `No kustomization file in "${path}"`, { terminal: true, reason: "KustomizationNotFound" });
}

/** The view with the options of the source written into the kustomization file. */
async function withOptions(view: FileView, file: string, options: KustomizeOptions): Promise<FileView> {
  if (Object.keys(options).length === 0) return view;
  const components = await presentComponents(view, file, options);
  const value = parseDocuments((await view.readFile(file)) ?? "", { file })[0]?.value ?? {};
  const changed = Buffer.from(stringifyYaml(applyKustomizeOptions(isRecord(value) ? value : {}, { ...options, components })));
  return { ...view, readFile: async (path) => (path === file ? changed : view.readFile(path)) };
}

async function presentComponents(view: FileView, file: string, { components = [], ignoreMissingComponents }: KustomizeOptions): Promise<readonly string[]> {
  if (ignoreMissingComponents !== true) return components;
  const folder = file.slice(0, Math.max(0, file.lastIndexOf("/")));
  const kinds = await Promise.all(components.map((component) => view.getKind(resolvePath(folder, component))));
  return components.filter((_component, index) => kinds[index] !== undefined);
}
