import { mapLimit, sleep } from "../src/async/index.ts";
import { getString, type KubeObject } from "../src/kube/index.ts";
import type { Informer } from "../src/runtime/index.ts";
import { percentile } from "./percentile.ts";
import { readProcessCost } from "./process-cost.ts";
import type { Product } from "./product.ts";
import type { Rig } from "./rig.ts";
import { applicationName, applicationObject, overlayFile, renderedObjects, type Workload } from "./workload.ts";

/** One measured line: what, and its figures. */
export interface Measurement {
  readonly scenario: string;
  readonly figures: Readonly<Record<string, string>>;
}

export interface Bench {
  readonly rig: Rig;
  readonly product: Product;
  readonly workload: Workload;
  readonly driverMs: number;
}

const controlNamespace = "argocd";

/** All applications at once into an empty namespace. */
export async function measureCold({ rig, product, workload, driverMs }: Bench): Promise<Measurement> {
  const indexes = Array.from({ length: workload.applications }, (_, index) => index);
  const applications = indexes.map((index) => applicationObject(workload, { index, repository: product.repositoryUrl, controlNamespace }));
  const deployed = await watchAll(rig, renderedObjects({ ...workload, applications: 1 }));
  const reported = await watchOne(rig, { apiVersion: "argoproj.io/v1alpha1", kind: "Application" });
  const before = await readProcessCost(product.pid);
  const created = rig.applyAll(applications);
  const presentMs = await rig.until(() => countDeployed(deployed, workload) >= workload.applications * 3);
  const healthyMs = presentMs + (await rig.until(() => countHealthy(reported, workload) >= workload.applications));
  await created;
  const after = await readProcessCost(product.pid);
  return {
    scenario: `cold, ${workload.applications} applications x 3 objects`,
    figures: {
      driver: milliseconds(driverMs),
      present: milliseconds(presentMs),
      ratio: (presentMs / driverMs).toFixed(2),
      "synced and healthy": milliseconds(healthyMs),
      "tool CPU": `${(after.cpuSeconds - before.cpuSeconds).toFixed(2)} s`,
      memory: `${after.memoryMib.toFixed(0)} MiB`,
    },
  };
}

/** One line of one application changed, pushed, and told by webhook; measured from the webhook. */
export async function measureCommits(bench: Bench, rounds: number): Promise<Measurement> {
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
  return summarize({ scenario: `commit to change by webhook, ${rounds} times`, waits, cpuSeconds: (await readProcessCost(product.pid)).cpuSeconds - before.cpuSeconds });
}

/** A ConfigMap deleted by hand; measured from the answer to the deletion. */
export async function measureSelfHeal(bench: Bench, rounds: number): Promise<Measurement> {
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
  return summarize({ scenario: `self-heal of a deleted ConfigMap, ${rounds} times`, waits, cpuSeconds: (await readProcessCost(product.pid)).cpuSeconds - before.cpuSeconds });
}

/** Nothing happens. */
export async function measureIdle({ rig, product }: Bench, seconds: number): Promise<Measurement> {
  await sleep(5_000, { clock: rig.clock, signal: rig.signal });
  const before = await readProcessCost(product.pid);
  await sleep(seconds * 1000, { clock: rig.clock, signal: rig.signal });
  const after = await readProcessCost(product.pid);
  const share = ((after.cpuSeconds - before.cpuSeconds) / seconds) * 100;
  return { scenario: `idle, ${seconds} s`, figures: { "of a core": `${share.toFixed(2)} %`, memory: `${after.memoryMib.toFixed(0)} MiB` } };
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

async function watchOne(rig: Rig, type: { readonly apiVersion: string; readonly kind: string }): Promise<Informer> {
  const informer = rig.informers.watch(await rig.find(type));
  await informer.synced;
  return informer;
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

function summarize(measured: { readonly scenario: string; readonly waits: readonly number[]; readonly cpuSeconds: number }): Measurement {
  const { scenario, waits, cpuSeconds } = measured;
  const figures = { p50: milliseconds(percentile(waits, 0.5)), p95: milliseconds(percentile(waits, 0.95)), "tool CPU each": `${(cpuSeconds / waits.length).toFixed(3)} s` };
  return { scenario, figures };
}

function milliseconds(value: number): string {
  return `${value.toFixed(0)} ms`;
}
