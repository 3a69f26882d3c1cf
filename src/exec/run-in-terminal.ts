import { spawn } from "node:child_process";
import { SillageError } from "../errors/index.ts";

/**
 * Runs a program that talks to the person at this terminal, such as an editor, with our whole environment, and resolves with its exit code.
 * Throws `unavailable` when it cannot be started. It is not stopped on abort: Ctrl-C reaches it by itself.
 */
export function runInTerminal(command: string, args: readonly string[]): Promise<number> {
  const child = spawn(command, args, { stdio: "inherit" });
  return new Promise((resolve, reject) => {
    child.on("error", (cause) => reject(new SillageError("unavailable", `Cannot run "${command}"`, { cause })));
    child.on("close", (code) => resolve(code ?? -1));
  });
}
