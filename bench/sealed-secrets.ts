/**
 * `node bench/sealed-secrets.ts --kubeconfig FILE [--count 1000] [--rounds 1] [--idle 60]`: unsealing from a cold start, beside the real sealed-secrets controller in
 * the same run on the same cluster, and what is written while nothing happens. Figures are printed, never asserted: they belong to the machine.
 */
import path from "node:path";
import { parseArgs } from "node:util";
import { setTimeout as delay } from "node:timers/promises";
import { getList, getNumber, getString, type KubeObject } from "../src/kube/index.ts";
import { sealSecret } from "../src/seal/index.ts";
import { createTestKey } from "../test/builders/sealing-key.ts";
import { startCountingProxy } from "../test/support/counting-proxy.ts";
import { startSillage } from "../test/support/process.ts";
import { skipWithoutController, startSealedSecretsController } from "../test/support/sealed-secrets-controller.ts";
import { makeTempFolder } from "../test/support/temp-folder.ts";
import { buildPackage } from "./build-package.ts";
import { formatMilliseconds, print } from "./measurement.ts";
import { percentile } from "./percentile.ts";
import { openRig, watchOne } from "./rig.ts";

const { values } = parseArgs({
  options: {
    kubeconfig: { type: "string" },
    count: { type: "string", default: "1000" },
    rounds: { type: "string", default: "1" },
    idle: { type: "string", default: "60" },
  },
});
const { kubeconfig } = values;
if (kubeconfig === undefined) throw new Error("Name a cluster with --kubeconfig FILE; script/cluster starts one");
if (skipWithoutController !== false) throw new Error(skipWithoutController);

const count = Number(values.count);
const items = { user: "ada", password: "correct-horse-battery-staple", url: "postgres://db.shop.svc:5432/shop" };
const limitMs = 600_000;
/** By default it allows itself five requests a second: 1,000 SealedSecrets would take it ten minutes. */
const withoutLimit = ["--kubeclient-qps=-1"];
const { pair, key } = createTestKey();
const stamp = Date.now().toString(36);
const rig = await openRig(kubeconfig);
const packageFolder = await buildPackage(rig.signal);
const namespaces: string[] = [];
try {
  await installKind();
  const [ours, theirs]: [number[], number[]] = [[], []];
  for (let round = 1; round <= Number(values.rounds); round += 1) {
    ours.push(await measure(`ours-${round}`, startOurs));
    theirs.push(await measure(`theirs-${round}`, (namespace) => startSealedSecretsController({ kubeconfig, namespace, args: withoutLimit })));
  }
  printRatio(ours, theirs);
  await measureIdle();
} finally {
  await deleteNamespaces();
  await rig.close();
}

type Stop = { close(): Promise<void> };

/** From the start of the process until every Secret is there and every SealedSecret says so. */
async function measure(name: string, start: (namespace: string) => Promise<Stop>): Promise<number> {
  const namespace = await prepare(name);
  const isDone = await watchUnsealed(namespace);
  const startMs = performance.now();
  const running = await start(namespace);
  await rig.until(isDone, limitMs);
  const tookMs = performance.now() - startMs;
  await running.close();
  await deleteNamespaces();
  return tookMs;
}

/** A namespace with a key of 4,096 bits and SealedSecrets that nobody has looked at. */
async function prepare(name: string): Promise<string> {
  const namespace = `bench-${stamp}-${name}`;
  namespaces.push(namespace);
  const encode = (text: string): string => Buffer.from(text).toString("base64");
  const labels = { "sealedsecrets.bitnami.com/sealed-secrets-key": "active" };
  const data = { "tls.crt": encode(pair.certificate), "tls.key": encode(pair.privateKey) };
  await rig.applyAll([{ apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } }]);
  await rig.applyAll([{ apiVersion: "v1", kind: "Secret", metadata: { name: "key", namespace, labels }, type: "kubernetes.io/tls", data }]);
  await rig.applyAll(Array.from({ length: count }, (_item, index) => seal(namespace, `secret-${index}`)));
  return namespace;
}

function seal(namespace: string, name: string): KubeObject {
  return sealSecret({ apiVersion: "v1", kind: "Secret", metadata: { name, namespace }, stringData: items }, { certificate: key.certificate, allowEmptyData: false });
}

async function watchUnsealed(namespace: string): Promise<() => boolean> {
  const [sealed, secrets] = await Promise.all([watchOne(rig, { apiVersion: "bitnami.com/v1alpha1", kind: "SealedSecret" }), watchOne(rig, { apiVersion: "v1", kind: "Secret" })]);
  return () => {
    const good = sealed.list(namespace).filter(isUnsealed);
    return good.length === count && good.every(({ metadata }) => secrets.get(namespace, metadata.name ?? "") !== undefined);
  };
}

function isUnsealed(object: KubeObject): boolean {
  const [synced] = getList(object, "status", "conditions");
  return getNumber(object, "status", "observedGeneration") === object.metadata.generation && getString(synced, "status") === "True";
}

async function startOurs(namespace: string, cluster = kubeconfig ?? ""): Promise<Stop> {
  return startServer(["--kubeconfig", cluster, "--namespace", namespace, "--sealed-secrets-namespace", namespace, "--key-renew-period", "0"]);
}

async function startServer(flags: readonly string[]): Promise<Stop> {
  const environment = { SILLAGE_CONFIG: path.join(makeTempFolder(), "config"), XDG_CACHE_HOME: makeTempFolder() };
  const server = await startSillage(["server", "--port", "0", "--insecure", ...flags], environment, { packageFolder });
  return { close: async () => void (await server.stop()) };
}

/** Everything is unsealed; then a server that starts anew, and a quiet while, with each write counted. */
async function measureIdle(): Promise<void> {
  const namespace = await prepare("idle");
  const isDone = await watchUnsealed(namespace);
  const first = await startOurs(namespace);
  await rig.until(isDone, limitMs);
  await first.close();
  const proxy = await startCountingProxy(kubeconfig ?? "");
  const second = await startOurs(namespace, proxy.kubeconfig);
  await delay(Number(values.idle) * 1_000);
  const written = proxy.writes.filter((write) => !write.includes("/customresourcedefinitions"));
  print({
    scenario: `idle, a new start over ${count} SealedSecrets and ${values.idle} s`,
    figures: { writes: `${written.length}${written.length === 0 ? "" : ` (${written.slice(0, 3).join("; ")})`}` },
  });
  await second.close();
  await proxy.close();
}

function printRatio(ours: readonly number[], theirs: readonly number[]): void {
  const [ourMs, theirMs] = [percentile(ours, 0.5), percentile(theirs, 0.5)];
  const figures = { ours: formatMilliseconds(ourMs), "sealed-secrets": formatMilliseconds(theirMs), ratio: (ourMs / theirMs).toFixed(2) };
  print({ scenario: `cold, ${count} SealedSecrets x ${Object.keys(items).length} items, median of ${ours.length}`, figures });
}

async function installKind(): Promise<void> {
  const server = await startServer(["--kubeconfig", kubeconfig ?? "", "--install-crds", "--sealed-secrets", "external"]);
  await server.close();
}

/** Waits until they are gone, lest the next measurement meets what is left of them. */
async function deleteNamespaces(): Promise<void> {
  const resource = await rig.find({ apiVersion: "v1", kind: "Namespace" });
  for (const name of namespaces.splice(0)) {
    await rig.client.delete(resource, { name }, { signal: rig.signal });
    while ((await rig.client.fetchObject(resource, { name }, { signal: rig.signal })) !== undefined) await delay(500);
  }
}
