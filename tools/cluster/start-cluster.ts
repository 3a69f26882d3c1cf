import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import { sleep, systemClock } from "../../src/async/index.ts";
import { SillageError } from "../../src/errors/index.ts";
import { findTool } from "../find-tool.ts";
import type { ToolName } from "../recipes.ts";
import { writeCredentials, writeKubeconfig, type Tokens } from "./credentials.ts";
import { freePorts } from "./free-ports.ts";
import { createLeashedPrograms } from "./leashed-programs.ts";
import { apiServerArguments, controllerManagerArguments, etcdArguments, files, type ClusterLayout } from "./programs.ts";
import { waitReady } from "./wait-ready.ts";

export interface ClusterOptions {
  /** Where everything is kept; made when it is not there. Without it: a fresh folder in memory or among the temporary files, removed by `close`. */
  readonly folder?: string;
  /** Run `sillage kubelet` beside it, so that there are nodes and pods get ready. */
  readonly nodes: boolean;
  /** Gives up starting; a cluster that has started ends by `close`. */
  readonly signal: AbortSignal;
}

/** A real control plane. It cannot outlive this process, however that ends. */
export interface Cluster {
  readonly url: string;
  /** Path of a kubeconfig of a cluster administrator. */
  readonly kubeconfig: string;
  /** Settles with a sentence when one of its programs ends. */
  readonly ended: Promise<string>;
  close(): Promise<void>;
}

const startTimeoutMs = 60_000;
const sillage = path.resolve(import.meta.dirname, "../../bin/sillage.js");

/** Starts etcd, kube-apiserver and kube-controller-manager on free loopback ports. Throws `unavailable` when they are not built or do not get ready. */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const etcd = await toolPath("etcd");
  const apiServer = await toolPath("kube-apiserver");
  const controllerManager = await toolPath("kube-controller-manager");
  const folder = await makeFolder(options.folder);
  const programs = createLeashedPrograms(folder);
  async function close(): Promise<void> {
    await programs.close();
    if (options.folder === undefined) await rm(folder, { recursive: true, force: true });
  }
  try {
    const layout: ClusterLayout = { folder, ...(await freePorts(["etcdPort", "etcdPeerPort", "apiPort"])) };
    const url = `https://127.0.0.1:${layout.apiPort}`;
    const tokens = await writeCredentials(folder);
    programs.run(etcd, etcdArguments(layout));
    programs.run(apiServer, apiServerArguments(layout));
    const signal = AbortSignal.any([options.signal, AbortSignal.timeout(startTimeoutMs), abortWhen(programs.ended)]);
    await writeKubeconfigs({ folder, url, tokens, signal });
    programs.run(controllerManager, controllerManagerArguments(layout));
    const kubeconfig = path.join(folder, files.kubeconfig);
    if (options.nodes) programs.run(process.execPath, [sillage, "kubelet", "--kubeconfig", kubeconfig]);
    await waitReady({ url, token: tokens.admin, ca: path.join(folder, files.certificate), nodes: options.nodes, signal });
    return { url, kubeconfig, ended: programs.ended, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function toolPath(name: ToolName): Promise<string> {
  const tool = await findTool(name);
  if (tool.kind === "missing") throw new SillageError("unavailable", `Cannot start a control plane: ${tool.reason}`);
  return tool.path;
}

async function makeFolder(given: string | undefined): Promise<string> {
  if (given === undefined) return mkdtemp(path.join(existsSync("/dev/shm") ? "/dev/shm" : os.tmpdir(), "sillage-cluster-"));
  await mkdir(given, { recursive: true });
  return given;
}

/** The API server makes its certificate while it starts; the controller manager need not wait for more than that. */
async function writeKubeconfigs(options: { readonly folder: string; readonly url: string; readonly tokens: Tokens; readonly signal: AbortSignal }): Promise<void> {
  const { folder, url, tokens, signal } = options;
  const certificateFile = path.join(folder, files.certificate);
  while (!existsSync(certificateFile)) await sleep(20, { clock: systemClock, signal });
  const ca = await readFile(certificateFile);
  await writeKubeconfig(path.join(folder, files.kubeconfig), { url, ca, token: tokens.admin });
  await writeKubeconfig(path.join(folder, files.controllerKubeconfig), { url, ca, token: tokens.controllerManager });
}

function abortWhen(ended: Promise<string>): AbortSignal {
  const controller = new AbortController();
  void ended.then((sentence) => controller.abort(new SillageError("unavailable", `Cannot start a control plane: ${sentence}`)));
  return controller.signal;
}
