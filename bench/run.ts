/**
 * `node bench/run.ts --kubeconfig FILE [--applications 100] [--rounds 30] [--idle 60] [--driver]`: what the product costs, beside a bare server-side-apply driver
 * in the same run on the same cluster. `--driver` measures the driver alone. Figures are printed, never asserted: they belong to the machine.
 */
import { parseArgs } from "node:util";
import { startProduct } from "./product.ts";
import { openRig, type Rig } from "./rig.ts";
import { deleteApplications, measureCold, measureCommits, measureIdle, measureSelfHeal, type Bench, type Measurement } from "./scenarios.ts";
import { renderedObjects, repositoryFiles, type Workload } from "./workload.ts";

const { values } = parseArgs({
  options: {
    kubeconfig: { type: "string" },
    applications: { type: "string", default: "100" },
    rounds: { type: "string", default: "30" },
    idle: { type: "string", default: "60" },
    driver: { type: "boolean", default: false },
  },
});
if (values.kubeconfig === undefined) throw new Error("Name a cluster with --kubeconfig FILE; script/cluster starts one");

const stamp = Date.now().toString(36);
const workload: Workload = { applications: Number(values.applications), namespace: `bench-${stamp}` };
const driverNamespaces = [1, 2, 3].map((round) => `driver-${stamp}-${round}`);
const rig = await openRig(values.kubeconfig);
try {
  const driverMs = await measureDriver(rig);
  if (!values.driver) await measureProduct(values.kubeconfig, driverMs);
} finally {
  await deleteNamespaces(rig, [...driverNamespaces, workload.namespace]);
  await rig.close();
}

/** The median of three, the first being a warm-up for everybody. */
async function measureDriver(rig: Rig): Promise<number> {
  const times: number[] = [];
  await createNamespaces(rig, driverNamespaces);
  for (const namespace of driverNamespaces) times.push(await rig.applyAll(renderedObjects({ ...workload, namespace })));
  const median = times.toSorted((a, b) => a - b)[1] ?? Number.NaN;
  print({
    scenario: `bare driver, ${workload.applications} x 3 objects`,
    figures: { times: times.map((time) => `${time.toFixed(0)} ms`).join(", "), median: `${median.toFixed(0)} ms` },
  });
  return median;
}

async function measureProduct(kubeconfig: string, driverMs: number): Promise<void> {
  await createNamespaces(rig, ["argocd", workload.namespace]);
  const product = await startProduct(kubeconfig);
  const bench: Bench = { rig, product, workload, driverMs };
  try {
    await product.repository.commit("Begin", repositoryFiles(workload));
    print(await measureCold(bench));
    print(await measureCommits(bench, Number(values.rounds)));
    print(await measureSelfHeal(bench, Number(values.rounds)));
    print(await measureIdle(bench, Number(values.idle)));
    await deleteApplications(bench);
  } finally {
    await product.close();
  }
}

async function createNamespaces(rig: Rig, names: readonly string[]): Promise<void> {
  await rig.applyAll(names.map((name) => ({ apiVersion: "v1", kind: "Namespace", metadata: { name } })));
}

async function deleteNamespaces(rig: Rig, names: readonly string[]): Promise<void> {
  const resource = await rig.find({ apiVersion: "v1", kind: "Namespace" });
  for (const name of names) await rig.client.delete(resource, { name }, { signal: rig.signal });
}

function print({ scenario, figures }: Measurement): void {
  console.log(
    `${scenario}: ${Object.entries(figures)
      .map(([name, value]) => `${name} ${value}`)
      .join(", ")}`,
  );
}
