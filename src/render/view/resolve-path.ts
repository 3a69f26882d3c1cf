import { SillageError } from "../../errors/index.ts";

/** A path as written in a file of `directory`, as a path of the repository. Throws `invalid` when it is absolute or leaves the repository. */
export function resolvePath(directory: string, relative: string): string {
  if (relative.startsWith("/")) throw outside(relative);
  const names: string[] = [];
  for (const name of [...directory.split("/"), ...relative.split("/")]) {
    if (name === "" || name === ".") continue;
    if (name !== "..") names.push(name);
    else if (names.pop() === undefined) throw outside(relative);
  }
  return names.join("/");
}

function outside(relative: string): SillageError {
  return new SillageError("invalid", `Path "${relative}" is outside the repository`, { terminal: true, reason: "PathOutsideRepository" });
}
