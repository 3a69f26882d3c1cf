/** The command line: one file per command, Argo CD's verbs and flags. Talks to the server through `client`; what starts servers is passed in. */
export type { CliDeps, CliSettings, LocalConfigStore, ServeCommand } from "./deps.ts";
export type { ControllerFlags, KeyService, SealWorld, WorkTree } from "./seal/world.ts";
export { putContext } from "./connection/edit-contexts.ts";
export { emptyLocalConfig, formatLocalConfig, parseLocalConfig, type LocalConfig } from "./connection/local-config.ts";
export { resolveConnection, type Connection } from "./connection/resolve-connection.ts";
export { parseServerEntry } from "./connection/server-entry.ts";
export { describeFailure } from "./describe-failure.ts";
export { exitCodeOf } from "./exit-code.ts";
export { runCommandLine } from "./run-command-line.ts";
