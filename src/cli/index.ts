/** The command line: one file per command, Argo CD's verbs and flags. Talks to the server through `client`; what starts servers is passed in. */
export type { CliDeps, Difference, LocalConfigStore, ServeCommand } from "./deps.ts";
export type { ControllerFlags, KeyService, SealWorld, WorkTree } from "./seal/world.ts";
export { describeFailure } from "./describe-failure.ts";
export { exitCodeOf } from "./exit-code.ts";
export { runCommandLine } from "./run-command-line.ts";
