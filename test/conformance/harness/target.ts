import { once } from "node:events";
import path from "node:path";
import process from "node:process";
import { createInterface } from "node:readline";
import { spawn } from "node:child_process";
import { makeTempFolder } from "../../support/temp-folder.ts";

/** The cluster a test file runs on. */
export interface Target {
  readonly kubeconfig: string;
  /** Started by us, so everything it should have is there. */
  readonly sandbox: boolean;
  close(): Promise<void>;
}

const sillage = path.resolve(import.meta.dirname, "../../../bin/sillage.js");

/** The cluster of `SILLAGE_TEST_KUBECONFIG`, or else a sandbox of its own for this test file. */
export async function openTarget(): Promise<Target> {
  const given = process.env["SILLAGE_TEST_KUBECONFIG"];
  return given === undefined || given === "" ? startSandbox() : { kubeconfig: given, sandbox: false, close: async () => {} };
}

async function startSandbox(): Promise<Target> {
  const kubeconfig = path.join(makeTempFolder(), "kubeconfig");
  const child = spawn(process.execPath, [sillage, "sandbox", "--port", "0", "--kubeconfig", kubeconfig], { stdio: ["ignore", "pipe", "inherit"] });
  const ended = once(child, "exit");
  const kill = (): void => void child.kill("SIGKILL");
  process.once("exit", kill);
  const lines = createInterface({ input: child.stdout });
  await new Promise<void>((resolve, reject) => {
    lines.on("line", (line) => line.startsWith("ready ") && resolve());
    void ended.then(() => reject(new Error("The sandbox ended before it was ready")));
  });
  return {
    kubeconfig,
    sandbox: true,
    async close() {
      child.kill("SIGTERM");
      await ended;
      process.off("exit", kill);
    },
  };
}
