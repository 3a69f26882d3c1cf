import { SillageError } from "../../errors/index.ts";
import { type FileView, resolvePath } from "../view/index.ts";
import { Unsupported } from "./unsupported.ts";

/** The directory of one kustomization. */
export interface Directory {
  readonly view: FileView;
  readonly path: string;
  /** Its kustomization file, named in messages. */
  readonly file: string;
}

/** The bytes of a file that the kustomization names. Throws `invalid` outside the directory, where Kustomize does not read, and `notFound`. */
export async function readFileIn(directory: Directory, name: string): Promise<Uint8Array> {
  if (isRemote(name)) throw new Unsupported(`"${directory.file}" reads "${name}"`);
  const path = resolvePath(directory.path, name);
  if (directory.path !== "" && !path.startsWith(`${directory.path}/`)) {
    throw new SillageError("invalid", `"${directory.file}" names the file "${name}", which is outside its directory`, { terminal: true, reason: "PathOutsideKustomization" });
  }
  const bytes = await directory.view.readFile(path);
  if (bytes === undefined) throw new SillageError("notFound", `"${directory.file}" names the file "${name}", which does not exist`, { terminal: true, reason: "FileNotFound" });
  return bytes;
}

/** What looks like a URL or a Git remote. */
export function isRemote(name: string): boolean {
  return /^[a-z][a-z0-9+.-]*:|^git@|^(?:www\.)?(?:github\.com|gitlab\.com|bitbucket\.org|dev\.azure\.com)[/:]|[?&](?:ref|version|timeout|submodules)=|\.git(?:\/|$)|\/\//i.test(
    name,
  );
}
