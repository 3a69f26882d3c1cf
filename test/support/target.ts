import path from "node:path";
import process from "node:process";
import { startSillage } from "./process.ts";
import { makeTempFolder } from "./temp-folder.ts";

/** The cluster a test file runs on. */
export interface Target {
  readonly kubeconfig: string;
  /** Started by us, so everything it should have is there. */
  readonly sandbox: boolean;
  close(): Promise<void>;
}

/** The cluster of `SILLAGE_TEST_KUBECONFIG`, or else a sandbox of its own for this test file. */
export async function openTarget(): Promise<Target> {
  const given = process.env["SILLAGE_TEST_KUBECONFIG"];
  if (given !== undefined && given !== "") return { kubeconfig: given, sandbox: false, close: async () => {} };
  const kubeconfig = path.join(makeTempFolder(), "kubeconfig");
  const sandbox = await startSillage(["sandbox", "--port", "0", "--kubeconfig", kubeconfig]);
  return { kubeconfig, sandbox: true, close: async () => void (await sandbox.stop()) };
}
