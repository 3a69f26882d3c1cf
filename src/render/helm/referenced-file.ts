import { SillageError } from "../../errors/index.ts";
import type { ToolInput } from "../tool.ts";
import { resolvePath } from "../view/index.ts";

/**
 * The bytes of a file named in the source: relative to the chart, `/x` from the root of the repository, `$ref/x` from the root of another source.
 * Undefined when there is none.
 */
export async function findReferencedFile({ view, refs, path }: Pick<ToolInput, "view" | "refs" | "path">, name: string): Promise<Uint8Array | undefined> {
  if (/^[a-z]+:\/\//i.test(name)) throw new SillageError("invalid", `Cannot read "${name}": files from other servers are not supported`, { terminal: true });
  const [, ref, rest = ""] = /^\$([\w-]+)\/(.*)$/s.exec(name) ?? [];
  if (ref === undefined) return view.readFile(name.startsWith("/") ? resolvePath("", name.slice(1)) : resolvePath(path, name));
  const other = refs[ref];
  if (other === undefined) throw new SillageError("invalid", `Cannot read "${name}": no source has the ref "${ref}"`, { terminal: true });
  return other.readFile(resolvePath("", rest));
}
