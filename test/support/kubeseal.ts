import { writeFileSync } from "node:fs";
import path from "node:path";
import { exec } from "../../src/exec/index.ts";
import { isKubeObject, type KubeObject } from "../../src/kube/index.ts";
import { findTool } from "../../tools/find-tool.ts";
import { makeTempFolder } from "./temp-folder.ts";

const tool = await findTool("kubeseal");

/** Why there is no kubeseal on this machine, or false. */
export const skipWithoutKubeseal = tool.kind === "missing" && tool.reason;

/** The real kubeseal, offline. Rejects with what it wrote to standard error. */
export interface Kubeseal {
  readonly certificateFile: string;
  seal(secret: KubeObject, ...flags: readonly string[]): Promise<KubeObject>;
  unseal(sealedSecret: KubeObject): Promise<KubeObject>;
  run(args: readonly string[], input: string): Promise<string>;
}

export function createKubeseal(pair: { readonly certificate: string; readonly privateKey: string }): Kubeseal {
  const folder = makeTempFolder();
  const [certificate, privateKey] = [path.join(folder, "tls.crt"), path.join(folder, "tls.key")];
  writeFileSync(certificate, pair.certificate);
  writeFileSync(privateKey, pair.privateKey, { mode: 0o600 });

  async function run(args: readonly string[], input: string): Promise<string> {
    if (tool.kind === "missing") throw new Error(tool.reason);
    const result = await exec(tool.path, args, { env: { HOME: folder, KUBECONFIG: path.join(folder, "none") }, input, signal: AbortSignal.timeout(20_000) });
    if (result.exitCode !== 0) throw new Error(result.stderr.trim());
    return result.stdout.toString("utf8");
  }

  async function runOnObject(args: readonly string[], object: KubeObject): Promise<KubeObject> {
    const value: unknown = JSON.parse(await run(args, JSON.stringify(object)));
    if (!isKubeObject(value)) throw new Error("kubeseal wrote no object");
    return value;
  }

  return {
    certificateFile: certificate,
    run,
    seal: (secret, ...flags) => runOnObject(["--cert", certificate, ...flags], secret),
    unseal: (sealedSecret) => runOnObject(["--recovery-unseal", "--recovery-private-key", privateKey], sealedSecret),
  };
}
