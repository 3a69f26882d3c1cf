import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { SillageError, isSillageError } from "../errors/index.ts";
import { exec } from "../exec/index.ts";
import { isRecord } from "../kube/index.ts";
import { parseDocuments } from "../kube/yaml/index.ts";
import { materializeDirectory, withTemporaryFolder } from "./materialize.ts";
import { toManifests } from "./to-manifests.ts";
import { type FileView, type Manifest, resolvePath } from "./view/index.ts";

export interface KustomizeProgram {
  /** Path or name of the Kustomize program. */
  readonly program: string;
  readonly timeoutMs: number;
}

export interface Kustomization {
  readonly view: FileView;
  /** Folder of the kustomization. */
  readonly path: string;
  /** The kustomization file itself. */
  readonly file: string;
  /** Why the program is needed, for the message when there is none. */
  readonly reason: string;
}

/** Builds with the real `kustomize build`, over copies of the folders the kustomization refers to. */
export function buildWithProgram(kustomization: Kustomization, { program, timeoutMs, signal }: KustomizeProgram & { readonly signal: AbortSignal }): Promise<Manifest[]> {
  return withTemporaryFolder(async (folder) => {
    await materializeAll(kustomization, folder, signal);
    const result = await exec(program, ["build", path.join(folder, kustomization.path)], { signal, timeoutMs }).catch((error: unknown) => {
      if (!isSillageError(error, "unavailable")) throw error;
      const message = `Cannot build the kustomization in "${kustomization.path}": ${kustomization.reason}, and the Kustomize program is not installed or cannot be started`;
      throw new SillageError("unavailable", message, { cause: error, reason: "KustomizeUnavailable" });
    });
    if (result.exitCode !== 0) {
      const message = result.stderr
        .replaceAll(`${folder}/`, "")
        .replace(/^Error: /, "")
        .trim();
      throw new SillageError("invalid", `Cannot build the kustomization in "${kustomization.path}": ${message}`, { terminal: true, reason: "KustomizeFailed" });
    }
    const documents = parseDocuments(result.stdout, { file: `${kustomization.path} (built)` });
    return toManifests(
      documents.map(({ value }) => ({ value, line: 1 })),
      kustomization.file,
    );
  });
}

/** Copies the folder, and all that kustomizations in copied folders refer to by a path with `..`. */
async function materializeAll({ view, path: root }: Kustomization, target: string, signal: AbortSignal): Promise<void> {
  const copied: string[] = [];
  const pending = [root];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (copied.some((folder) => isInside(next ?? "", folder))) continue;
    copied.push(next);
    const bytes = await view.readFile(next);
    if (bytes !== undefined) {
      await mkdir(path.join(target, path.posix.dirname(next)), { recursive: true });
      await writeFile(path.join(target, next), bytes);
      continue;
    }
    const files = await materializeDirectory(view, { path: next, target: path.join(target, next), signal });
    for (const file of files) if (/(?:^|\/)(?:kustomization\.ya?ml|Kustomization)$/.test(file)) pending.push(...(await findReferences(view, file)));
  }
}

function isInside(file: string, folder: string): boolean {
  return folder === "" || file === folder || file.startsWith(`${folder}/`);
}

async function findReferences(view: FileView, file: string): Promise<string[]> {
  const bytes = (await view.readFile(file)) ?? new Uint8Array();
  const folder = path.posix.dirname(file);
  return parseDocuments(bytes, { file })
    .flatMap(({ value }) => [...stringsIn(value)])
    .filter((text) => text.startsWith("..") || text.includes("/.."))
    .map((text) => resolvePath(folder === "." ? "" : folder, text.split("=").at(-1) ?? ""));
}

function* stringsIn(value: unknown): Generator<string> {
  if (typeof value === "string") yield value;
  else if (Array.isArray(value)) for (const item of value) yield* stringsIn(item);
  else if (isRecord(value)) for (const item of Object.values(value)) yield* stringsIn(item);
}
