import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { start } from "../../src/exec/index.ts";
import { findTool } from "../../tools/find-tool.ts";
import { findFreePort } from "./free-port.ts";
import { readApiAccess } from "./kubeconfig.ts";
import { makeTempFolder } from "./temp-folder.ts";

export interface ControllerOptions {
  readonly kubeconfig: string;
  /** Where its keys are; also the only namespace it works in, so that it disturbs nobody on a shared cluster. */
  readonly namespace: string;
  readonly args?: readonly string[];
}

/** The real sealed-secrets controller, running outside of the cluster. */
export interface SealedSecretsController {
  /** Base URL of its HTTP service. */
  readonly url: string;
  log(): string;
  close(): Promise<void>;
}

const tool = await findTool("sealed-secrets-controller");

/** Why it cannot run on this machine, or false. */
export const skipWithoutController =
  tool.kind === "missing" ? tool.reason : process.platform !== "linux" && "the sealed-secrets controller needs mount namespaces to believe it is in a pod";

/** It only knows how to run in a pod, so it gets the files of one, at their place, in a mount namespace of its own. */
const asInPod = 'mount -t tmpfs tmpfs /run && mkdir -p /run/secrets/kubernetes.io && cp -r "$0" /run/secrets/kubernetes.io/serviceaccount && exec "$@"';

/** Starts it; it is ready when its URL answers. The caller closes it. */
export async function startSealedSecretsController({ kubeconfig, namespace, args = [] }: ControllerOptions): Promise<SealedSecretsController> {
  if (tool.kind === "missing") throw new Error(tool.reason);
  const access = readApiAccess(kubeconfig);
  const account = path.join(makeTempFolder(), "serviceaccount");
  mkdirSync(account);
  writeFileSync(path.join(account, "token"), access.token ?? "");
  writeFileSync(path.join(account, "ca.crt"), access.ca ?? "");
  const [port, metricsPort] = [await findFreePort(), await findFreePort()];
  const flags = ["--all-namespaces=false", `--listen-addr=127.0.0.1:${port}`, `--listen-metrics-addr=127.0.0.1:${metricsPort}`, ...args];
  const { hostname, port: apiPort } = new URL(access.url);
  const running = start("unshare", ["--user", "--map-root-user", "--mount", "sh", "-c", asInPod, account, tool.path, ...flags], {
    env: { KUBERNETES_SERVICE_HOST: hostname, KUBERNETES_SERVICE_PORT: apiPort, POD_NAMESPACE: namespace },
  });
  let log = "";
  for (const stream of [running.stdout, running.stderr]) stream.setEncoding("utf8").on("data", (text: string) => (log += text));
  const close = (): Promise<void> => running.close();
  process.once("exit", () => void close());
  return { url: `http://127.0.0.1:${port}`, log: () => log, close };
}
