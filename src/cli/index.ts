/** The command line: one file per command, Argo CD's verbs and flags. Talks to the server through `client`; what starts servers is passed in. */
export { createProgram } from "./program.ts";
export type { CliDeps, CliSettings, ServeCommand } from "./deps.ts";
export type { ControllerFlags, KeyService, SealWorld, WorkTree } from "./seal/world.ts";
export { exitCodeOf } from "./exit-code.ts";
