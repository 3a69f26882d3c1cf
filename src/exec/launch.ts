import { spawn } from "node:child_process";
import { childEnvironment } from "./environment.ts";

/** How long a program may take to fail. */
const patienceMs = 1_000;

/** Starts a program that goes on by itself and outlives us, such as a browser. `false` when it cannot be started or fails at once. */
export function launch(command: string, args: readonly string[], { env = {} }: { readonly env?: Readonly<Record<string, string>> } = {}): Promise<boolean> {
  const child = spawn(command, args, { env: childEnvironment(env), stdio: "ignore", detached: true });
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(true), patienceMs);
    const settle = (isRunning: boolean): void => {
      clearTimeout(timer);
      resolve(isRunning);
    };
    child.on("error", () => settle(false));
    child.on("exit", (code) => settle(code === 0));
    child.unref();
  });
}
