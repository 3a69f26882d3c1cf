import os from "node:os";
import path from "node:path";
import process from "node:process";

/** The folder outside the repository that keeps builds and extracted programs: `$XDG_CACHE_HOME/sillage`, or `~/.cache/sillage`. */
export function cacheFolder(): string {
  const base = process.env["XDG_CACHE_HOME"];
  return path.join(base === undefined || base === "" ? path.join(os.homedir(), ".cache") : base, "sillage");
}
