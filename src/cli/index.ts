/** The command line: one file per command, Argo CD's verbs and flags. Talks to the server through `client`; what starts servers is passed in. */
export { createProgram, type CliDeps, type CliSettings, type ServeCommand } from "./program.ts";
export { exitCodeOf } from "./exit-code.ts";
