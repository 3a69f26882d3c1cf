/** Which server a command line means: the contexts people have logged in to, in the shape of `argocd`'s file, and what flags change about them. Pure. */
export { putContext, removeContext, removeTokens, resolveContext } from "./edit-contexts.ts";
export { emptyLocalConfig, formatLocalConfig, parseLocalConfig, type LocalConfig, type ServerEntry, type UserEntry } from "./local-config.ts";
export { resolveConnection, type Connection, type ConnectionFiles } from "./resolve-connection.ts";
export { parseServerEntry } from "./server-entry.ts";
export type { CliSettings } from "./settings.ts";
