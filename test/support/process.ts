import { once } from "node:events";
import { spawn } from "node:child_process";
import path from "node:path";
import process from "node:process";
import { createInterface } from "node:readline";

/** A `sillage` command in the foreground, as a person starts it. */
export interface SillageProcess {
  /** The URL of its `ready <url>` line. */
  readonly url: string;
  readonly pid: number;
  /** Everything it wrote to standard error so far. */
  log(): string;
  /** Sends the signal and waits for the end; gives the exit code, `null` when the signal killed it. */
  stop(signal?: "SIGTERM" | "SIGKILL"): Promise<number | null>;
}

const checkout = path.resolve(import.meta.dirname, "../..");

/** Starts it, from the checkout or from another folder with a package, and resolves when it has printed `ready <url>`; rejects with its log when it ends before. */
export async function startSillage(args: readonly string[], env: Readonly<Record<string, string>> = {}, { packageFolder = checkout } = {}): Promise<SillageProcess> {
  const command = path.join(packageFolder, "bin/sillage.js");
  const child = spawn(process.execPath, [command, ...args], { stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, ...env } });
  const ended = once(child, "exit").then(() => child.exitCode);
  let log = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    log += text;
  });
  const kill = (): void => void child.kill("SIGKILL");
  process.once("exit", kill);
  const url = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on("line", (line) => line.startsWith("ready ") && resolve(line.slice("ready ".length)));
    void ended.then((code) => reject(new Error(`sillage ${args.join(" ")} ended with ${code} before it was ready: ${log}`)));
  });
  return {
    url,
    pid: child.pid ?? 0,
    log: () => log,
    async stop(signal = "SIGTERM") {
      child.kill(signal);
      const code = await ended;
      process.off("exit", kill);
      return code;
    },
  };
}
