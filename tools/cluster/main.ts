/**
 * `script/cluster start [--kubeconfig FILE] [--data DIR] [--nodes]`: a real control plane in the foreground until SIGINT, SIGTERM or SIGHUP; begins empty, prints `ready <url>`.
 * `script/cluster stop [--data DIR]`: ends the one with that data folder and waits until it is gone. Exit code 3: the programs are not built here.
 */
import { copyFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import process from "node:process";
import { parseArgs } from "node:util";
import { sleep, systemClock } from "../../src/async/index.ts";
import { describeError, isSillageError } from "../../src/errors/index.ts";
import { cacheFolder } from "../cache-folder.ts";
import { startCluster } from "./start-cluster.ts";

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { kubeconfig: { type: "string" }, data: { type: "string" }, nodes: { type: "boolean", default: false } },
});
const folder = path.resolve(values.data ?? path.join(cacheFolder(), "cluster"));
const pidFile = path.join(folder, "pid");

try {
  if (positionals[0] === "start") await runUntilSignal();
  else if (positionals[0] === "stop") await stop();
  else throw new Error("usage: script/cluster start [--kubeconfig FILE] [--data DIR] [--nodes] | script/cluster stop [--data DIR]");
} catch (error) {
  console.error(describeError(error));
  process.exitCode = isSillageError(error, "unavailable") ? 3 : 1;
}

async function runUntilSignal(): Promise<void> {
  const running = await runningPid();
  if (running !== undefined) throw new Error(`A cluster with data in "${folder}" is running already (process ${running})`);
  const controller = new AbortController();
  const signaled = new Promise<string>((resolve) => {
    for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(name, () => resolve(name));
  });
  void signaled.then((name) => controller.abort(new Error(`Ended by ${name}`)));
  await rm(path.join(folder, "etcd"), { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await writeFile(pidFile, `${process.pid}\n`);
  try {
    await serve(signaled, controller.signal);
  } finally {
    await rm(pidFile, { force: true });
  }
}

async function serve(signaled: Promise<string>, signal: AbortSignal): Promise<void> {
  const cluster = await startCluster({ folder, nodes: values.nodes, signal });
  if (values.kubeconfig !== undefined) await copyFile(cluster.kubeconfig, values.kubeconfig);
  console.log(`export KUBECONFIG=${path.resolve(values.kubeconfig ?? cluster.kubeconfig)}`);
  console.log(`ready ${cluster.url}`);
  const reason = await Promise.race([signaled, cluster.ended]);
  await cluster.close();
  if (!signal.aborted) throw new Error(reason);
}

async function stop(): Promise<void> {
  const pid = await runningPid();
  if (pid === undefined) return;
  process.kill(pid, "SIGTERM");
  const signal = AbortSignal.timeout(10_000);
  while (isAlive(pid)) await sleep(50, { clock: systemClock, signal });
}

async function runningPid(): Promise<number | undefined> {
  const text = await readFile(pidFile, "utf8").catch(() => "");
  const pid = Number.parseInt(text, 10);
  return Number.isNaN(pid) || !isAlive(pid) ? undefined : pid;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
