/** The one way to run a program: no shell, an allow-listed environment, limits on time and output. */
export { exec, type ExecOptions } from "./exec.ts";
export { launch } from "./launch.ts";
export { runInTerminal } from "./run-in-terminal.ts";
export { start, type RunningProcess } from "./start.ts";
