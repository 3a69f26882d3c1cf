import { mapLimit, sleep } from "../src/async/index.ts";
import { getString, type KubeObject } from "../src/kube/index.ts";
import type { Informer } from "../src/runtime/index.ts";
import type { CountingProxy } from "../test/support/counting-proxy.ts";
import { formatMilliseconds, type Measurement } from "./measurement.ts";
import { percentile } from "./percentile.ts";
import { readProcessCost } from "./process-cost.ts";
import type { Product } from "./product.ts";
import { watchOne, type Rig } from "./rig.ts";
import { applicationName, applicationObject, overlayFile, renderedObjects, type Workload } from "./workload.ts";

export interface Bench {
  readonly rig: Rig;
  readonly product: Product;
  readonly workload: Workload;
}

/** How often, and what the bare driver takes for one such change. */
interface Rounds {
  readonly rounds: number;
  readonly driverMs: number;
}

const controlNamespace = "argocd";
const settleMs = 15_000;

/** All applications at once into an empty namespace; measured from the first creation of one. With a proxy, its writes are counted: the times then say nothing. */
export async function measureCold({ rig, product, workload }: Bench, proxy: CountingProxy | undefined): Promise<{ readonly presentMs: number; readonly measurement: Measurement }> {
  const indexes = Array.from({ length: workload.applications }, (_, index) => index);
  const applications = indexes.map((index) => applicationObject(workload, { index, repository: product.repositoryUrl, controlNamespace }));
  const deployed = await watchAll(rig, renderedObjects({ ...workload, applications: 1 }));
  const reported = await watchOne(rig, { apiVersion: "argoproj.io/v1alpha1", kind: "Application" });
  const before = await readProcessCost(product.pid);
  const writesBefore = proxy?.writes.length ?? 0;
  const created = rig.applyAll(applications);
  const presentMs = await rig.until(() => countDeployed(deployed, workload) >= workload.applications * 3);
  const healthyMs = presentMs + (await rig.until(() => countHealthy(reported, workload) >= workload.applications));
  await created;
  const after = await readProcessCost(product.pid);
  const figures = {
    present: formatMilliseconds(presentMs),
    "synced and healthy": formatMilliseconds(healthyMs),
    "tool CPU": `${(after.cpuSeconds - before.cpuSeconds).toFixed(2)} s`,
    "memory at most": formatMib(after.peakMib),
    ...(proxy === undefined ? {} : { "writes per application": ((proxy.writes.length - writesBefore) / workload.applications).toFixed(2) }),
  };
  return { presentMs, measurement: { scenario: "cold start", figures } };
}

/** One line of one application changed, pushed, and told by webhook; measured from the webhook. */
export async function measureCommits(bench: Bench, { rounds, driverMs }: Rounds): Promise<Measurement> {
  const { rig, product, workload } = bench;
  const settings = await watchOne(rig, { apiVersion: "v1", kind: "ConfigMap" });
  const waits: number[] = [];
  const before = await readProcessCost(product.pid);
  for (let round = 0; round < rounds; round += 1) {
    const index = (round * 37) % workload.applications;
    const message = `round-${round}`;
    const commit = await product.repository.commit(message, overlayFile(workload, { index, message }));
    const changed = rig.until(() => getString(settings.get(workload.namespace, `${applicationName(index)}-settings`), "data", "message") === message, 30_000);
    await product.announce(commit);
    waits.push(await changed);
  }
  return summarize({ scenario: `commit to change by webhook, ${rounds} times`, waits, driverMs, cpuSeconds: (await readProcessCost(product.pid)).cpuSeconds - before.cpuSeconds });
}

/** A ConfigMap deleted by hand; measured from the answer to the deletion. */
export async function measureSelfHeal(bench: Bench, { rounds, driverMs }: Rounds): Promise<Measurement> {
  const { rig, product, workload } = bench;
  const resource = await rig.find({ apiVersion: "v1", kind: "ConfigMap" });
  const settings = await watchOne(rig, { apiVersion: "v1", kind: "ConfigMap" });
  const waits: number[] = [];
  const before = await readProcessCost(product.pid);
  for (let round = 0; round < rounds; round += 1) {
    const name = `${applicationName((round * 41) % workload.applications)}-settings`;
    const uid = settings.get(workload.namespace, name)?.metadata.uid;
    const restored = rig.until(() => ![uid, undefined].includes(settings.get(workload.namespace, name)?.metadata.uid), 30_000);
    await rig.client.delete(resource, { namespace: workload.namespace, name }, { signal: rig.signal });
    waits.push(await restored);
    await sleep(100, { clock: rig.clock, signal: rig.signal });
  }
  return summarize({
    scenario: `self-heal of a deleted ConfigMap, ${rounds} times`,
    waits,
    driverMs,
    cpuSeconds: (await readProcessCost(product.pid)).cpuSeconds - before.cpuSeconds,
  });
}

/** Nothing happens, once the events of what happened before have been written. */
export async function measureIdle({ rig, product }: Bench, seconds: number): Promise<Measurement> {
  await sleep(settleMs, { clock: rig.clock, signal: rig.signal });
  const before = await readProcessCost(product.pid);
  await sleep(seconds * 1000, { clock: rig.clock, signal: rig.signal });
  const after = await readProcessCost(product.pid);
  const share = ((after.cpuSeconds - before.cpuSeconds) / seconds) * 100;
  return { scenario: `idle, ${seconds} s`, figures: { "of a core": `${share.toFixed(2)} %`, memory: formatMib(after.residentMib) } };
}

/** Deletes the applications and waits until they, and with them what they deployed, are gone. */
export async function deleteApplications({ rig, workload }: Bench): Promise<void> {
  const { client, signal } = rig;
  const resource = await rig.find({ apiVersion: "argoproj.io/v1alpha1", kind: "Application" });
  const applications = await watchOne(rig, { apiVersion: "argoproj.io/v1alpha1", kind: "Application" });
  const ours = () => applications.list(controlNamespace).filter((object) => isOurs(object, workload));
  await mapLimit(ours(), { limit: 16, signal }, ({ metadata }) => client.delete(resource, { namespace: controlNamespace, name: metadata.name ?? "" }, { signal }));
  await rig.until(() => ours().length === 0);
}

function watchAll(rig: Rig, objects: readonly KubeObject[]): Promise<Informer[]> {
  return Promise.all(objects.map((object) => watchOne(rig, object)));
}

function countDeployed(informers: readonly Informer[], { namespace }: Workload): number {
  return informers.flatMap((informer) => informer.list(namespace)).filter((object) => object.metadata.name?.startsWith("app-") === true).length;
}

function countHealthy(informer: Informer, workload: Workload): number {
  return informer.list(controlNamespace).filter((object) => isOurs(object, workload) && isDone(object)).length;
}

function isOurs(application: KubeObject, { namespace }: Workload): boolean {
  return getString(application, "spec", "destination", "namespace") === namespace;
}

function isDone(application: KubeObject): boolean {
  return getString(application, "status", "sync", "status") === "Synced" && getString(application, "status", "health", "status") === "Healthy";
}

function summarize(measured: { readonly scenario: string; readonly waits: readonly number[]; readonly driverMs: number; readonly cpuSeconds: number }): Measurement {
  const { scenario, waits, driverMs, cpuSeconds } = measured;
  const p50 = percentile(waits, 0.5);
  const figures = {
    p50: formatMilliseconds(p50),
    ratio: (p50 / driverMs).toFixed(1),
    p95: formatMilliseconds(percentile(waits, 0.95)),
    "tool CPU each": `${(cpuSeconds / waits.length).toFixed(3)} s`,
  };
  return { scenario, figures };
}

function formatMib(value: number): string {
  return `${value.toFixed(0)} MiB`;
}
