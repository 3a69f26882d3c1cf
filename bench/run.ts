/**
 * `node bench/run.ts --kubeconfig FILE [--applications 100] [--starts 3] [--rounds 30] [--idle 60] [--count]`: what the product costs, beside a bare
 * server-side-apply driver in the same run on the same cluster. Figures are printed, never asserted: they belong to the machine.
 */
import { parseArgs } from "node:util";
import { startCountingProxy } from "../test/support/counting-proxy.ts";
import { buildPackage } from "./build-package.ts";
import { measureBareChanges } from "./bare-driver.ts";
import { formatMilliseconds, print } from "./measurement.ts";
import { percentile } from "./percentile.ts";
import { startProduct } from "./product.ts";
import { openRig, type Rig } from "./rig.ts";
import { deleteApplications, measureCold, measureCommits, measureIdle, measureSelfHeal, type Bench } from "./scenarios.ts";
import { renderedObjects, repositoryFiles, type Workload } from "./workload.ts";

const { values } = parseArgs({
  options: {
    kubeconfig: { type: "string" },
    applications: { type: "string", default: "100" },
    starts: { type: "string", default: "3" },
    rounds: { type: "string", default: "30" },
    idle: { type: "string", default: "60" },
    count: { type: "boolean", default: false },
  },
});
if (values.kubeconfig === undefined) throw new Error("Name a cluster with --kubeconfig FILE; script/cluster starts one");

const applications = Number(values.applications);
const starts = Number(values.starts);
const rounds = Number(values.rounds);
const stamp = Date.now().toString(36);
const namespaces: string[] = [];
const rig = await openRig(values.kubeconfig);
const proxy = values.count ? await startCountingProxy(values.kubeconfig) : undefined;
try {
  await run(rig, await buildPackage(rig.signal));
} finally {
  await deleteNamespaces(rig);
  await rig.close();
  await proxy?.close();
}

/** Cold starts take turns with the driver, so that both meet the same machine; the last server stays for the rest. */
async function run(driver: Rig, packageFolder: string): Promise<void> {
  await driver.applyAll(renderedObjects(await nextWorkload("warm-up")));
  const driverTimes: number[] = [];
  const coldTimes: number[] = [];
  for (let start = 1; start <= starts; start += 1) {
    driverTimes.push(await driver.applyAll(renderedObjects(await nextWorkload(`driver-${start}`))));
    const bench = await startBench(packageFolder, `product-${start}`);
    try {
      const { presentMs, measurement } = await measureCold(bench, proxy);
      coldTimes.push(presentMs);
      print(measurement);
      if (start === starts) {
        printCold(driverTimes, coldTimes);
        await measureDays(bench);
      }
      await deleteApplications(bench);
    } finally {
      await bench.product.close();
    }
  }
}

async function measureDays(bench: Bench): Promise<void> {
  const bareChanges = await measureBareChanges(rig, { namespace: bench.workload.namespace, rounds });
  print({ scenario: `bare driver, change of a ConfigMap until its watch event, ${rounds} times`, figures: { p50: formatMilliseconds(bareChanges) } });
  print(await measureCommits(bench, { rounds, driverMs: bareChanges }));
  print(await measureSelfHeal(bench, { rounds, driverMs: bareChanges }));
  print(await measureIdle(bench, Number(values.idle)));
}

function printCold(driverTimes: readonly number[], coldTimes: readonly number[]): void {
  const [driver, product] = [percentile(driverTimes, 0.5), percentile(coldTimes, 0.5)];
  const listed = driverTimes.map((time) => time.toFixed(0)).join(", ");
  print({
    scenario: `cold, ${applications} applications x 3 objects, median of ${starts}`,
    figures: { driver: `${formatMilliseconds(driver)} (${listed})`, product: formatMilliseconds(product), ratio: (product / driver).toFixed(2) },
  });
}

async function startBench(packageFolder: string, name: string): Promise<Bench> {
  const workload = await nextWorkload(name);
  const product = await startProduct({ packageFolder, kubeconfig: proxy?.kubeconfig ?? values.kubeconfig ?? "" });
  await product.repository.commit("Begin", repositoryFiles(workload));
  return { rig, product, workload };
}

async function nextWorkload(name: string): Promise<Workload> {
  const namespace = `bench-${stamp}-${name}`;
  await rig.applyAll([{ apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } }]);
  namespaces.push(namespace);
  return { applications, namespace };
}

async function deleteNamespaces(cluster: Rig): Promise<void> {
  const resource = await cluster.find({ apiVersion: "v1", kind: "Namespace" });
  for (const name of namespaces) await cluster.client.delete(resource, { name }, { signal: cluster.signal });
}
