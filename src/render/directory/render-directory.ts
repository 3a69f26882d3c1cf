import { matchGlob, type DirectoryOptions } from "../../api/index.ts";
import { mapLimit } from "../../async/index.ts";
import { SillageError } from "../../errors/index.ts";
import { parseDocuments } from "../../kube/yaml/index.ts";
import { toManifests } from "../to-manifests.ts";
import type { Tool } from "../tool.ts";
import type { FileView } from "../view/index.ts";

const manifestFile = /\.(?:yaml|yml|json)$/;
/** What an application says of itself in the repository is no manifest. */
const overrideFile = /(?:^|\/)\.argocd-source(?:-[^/]+)?\.yaml$/;
const skipMark = /^#\s*\+argocd:skip-file-rendering/m;

/** Plain files of Kubernetes objects. */
export function createDirectoryTool(options: { readonly maxManifestBytes: number }): Tool {
  return async function renderDirectory(ctx, { view, path, source }) {
    const files = await listFiles(view, { path, prefix: "", directory: source.directory ?? {} });
    let total = 0;
    const parts = await mapLimit(files, { limit: 32, signal: ctx.signal }, async (file) => {
      const bytes = await view.readFile(file);
      if (bytes === undefined) return [];
      total += bytes.length;
      if (total > options.maxManifestBytes) {
        throw new SillageError("invalid", `The manifests in "${path}" have more than ${options.maxManifestBytes} bytes in all`, { terminal: true, reason: "TooManyManifests" });
      }
      return parseFile(file, bytes);
    });
    return { manifests: parts.flat(), warnings: [] };
  };
}

function parseFile(file: string, bytes: Uint8Array): ReturnType<typeof toManifests> {
  if (file.endsWith(".jsonnet")) throw new SillageError("invalid", `Cannot render "${file}": Jsonnet is not supported`, { terminal: true });
  if (Buffer.from(bytes).includes("+argocd:skip-file-rendering") && skipMark.test(Buffer.from(bytes).toString("utf8"))) return [];
  return toManifests(parseDocuments(bytes, { file }), file);
}

interface Listing {
  readonly path: string;
  /** Of the folder, relative to the path of the application: patterns match against that. */
  readonly prefix: string;
  readonly directory: DirectoryOptions;
}

async function listFiles(view: FileView, { path, prefix, directory }: Listing): Promise<string[]> {
  const files: string[] = [];
  for (const { name, kind } of (await view.listDirectory(path)) ?? []) {
    const [child, relative] = [path === "" ? name : `${path}/${name}`, prefix + name];
    if (kind === "directory" && directory.recurse === true && name !== ".git") {
      files.push(...(await listFiles(view, { path: child, prefix: `${relative}/`, directory })));
    } else if (kind === "file" && isIncluded(relative, directory)) {
      files.push(child);
    }
  }
  return files;
}

function isIncluded(relative: string, { include = "", exclude = "", disableExtensionFilter = false }: DirectoryOptions): boolean {
  if (overrideFile.test(relative)) return false;
  if (!disableExtensionFilter && !manifestFile.test(relative) && !relative.endsWith(".jsonnet")) return false;
  if (exclude !== "" && matchGlob(exclude, relative)) return false;
  return include === "" || matchGlob(include, relative);
}
