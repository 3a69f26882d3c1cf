/** The one way to run a program: no shell, an allow-listed environment, limits on time and output. */
export { exec, type ExecOptions, type ExecResult } from "./exec.ts";
export { start, type StartOptions, type RunningProcess } from "./start.ts";
