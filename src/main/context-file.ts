import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import { emptyLocalConfig, formatLocalConfig, parseLocalConfig, parseServerEntry, putContext, type LocalConfig } from "../cli/connection/index.ts";
import type { LocalConfigStore } from "../cli/index.ts";
import { SillageError } from "../errors/index.ts";
import { getString } from "../kube/index.ts";
import type { Environment } from "./environment.ts";

interface LocalSession {
  readonly server: string;
  readonly token: string;
}

/** The file of contexts, readable by its owner only: the tokens in it are passwords. The contexts of `argocd` are read while there are none of ours. */
export function createLocalConfigStore({ contextFile, argocdContextFile }: Pick<Environment, "contextFile" | "argocdContextFile">): LocalConfigStore {
  return {
    async read(file) {
      if (file !== undefined) return (await readConfig(file)) ?? emptyLocalConfig;
      const own = (await readConfig(contextFile)) ?? emptyLocalConfig;
      return own.contexts.length > 0 ? own : { ...emptyLocalConfig, ...(await readConfig(argocdContextFile)), promptsEnabled: own.promptsEnabled };
    },
    write: (config, file = contextFile) => writeConfig(config, file),
  };
}

/** A local server's session, which is the current one from then on. */
export async function writeContext(file: string, { server, token }: LocalSession): Promise<void> {
  const entry = parseServerEntry(server);
  await writeConfig(putContext((await readConfig(file)) ?? emptyLocalConfig, { name: entry.server, server: entry, user: { authToken: token } }), file);
}

/** The same session with another token: whatever context somebody has switched to in the meantime stays the current one. */
export async function renewContext(file: string, { server, token }: LocalSession): Promise<void> {
  const config = (await readConfig(file)) ?? emptyLocalConfig;
  const entry = parseServerEntry(server);
  await writeConfig({ ...putContext(config, { name: entry.server, server: entry, user: { authToken: token } }), currentContext: config.currentContext }, file);
}

async function readConfig(file: string): Promise<LocalConfig | undefined> {
  try {
    return parseLocalConfig(await readFile(file, "utf8"), file);
  } catch (cause) {
    if (getString(cause, "code") === "ENOENT") return undefined;
    if (cause instanceof SillageError) throw cause;
    throw new SillageError("invalid", `Cannot read "${file}"`, { cause });
  }
}

/** In one step, so that whoever reads at the same time sees the old or the new. */
async function writeConfig(config: LocalConfig, file: string): Promise<void> {
  const draft = `${file}.${process.pid}`;
  try {
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
    await writeFile(draft, formatLocalConfig(config), { mode: 0o600 });
    await rename(draft, file);
  } catch (cause) {
    throw new SillageError("unavailable", `Cannot write "${file}"`, { cause });
  }
}
