/** Runs the gates and suites one after the other, prints what was skipped and why, and ends with `N passed, N failed`. */
import { spawnSync } from "node:child_process";
import { globSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { run } from "node:test";
import { spec } from "node:test/reporters";
import { parseArgs } from "node:util";
import { startCluster } from "../tools/cluster/start-cluster.ts";

interface Suite {
  readonly name: string;
  readonly pattern: string;
  readonly concurrency: number;
  readonly env?: Readonly<Record<string, string>>;
}

const gates = [
  { name: "format", command: ["oxfmt", "--check", "."] },
  { name: "lint", command: ["oxlint", "--type-aware", "."] },
  { name: "types", command: ["tsc", "-p", "tsconfig.json"] },
  { name: "layers", command: ["node", "script/check-layers.ts"] },
  { name: "dead exports", command: ["knip", "--no-progress"] },
] as const;

const { values: flags } = parseArgs({
  options: { static: { type: "boolean" }, cluster: { type: "boolean" }, all: { type: "boolean" }, kubeconfig: { type: "string" }, help: { type: "boolean", short: "h" } },
});

let passed = 0;
const failures: string[] = [];
const skips: string[] = [];

process.chdir(path.resolve(import.meta.dirname, ".."));
await main();
report();

async function main(): Promise<void> {
  const onlyCluster = flags.all !== true && (flags.cluster === true || flags.kubeconfig !== undefined);
  if (!onlyCluster) {
    for (const gate of gates) runGate(gate);
    if (flags.static === true) return;
    await runSuite({ name: "unit", pattern: "{src,tools}/**/*.test.ts", concurrency: 3 });
    await runSuite({ name: "package", pattern: "test/package/**/*.test.ts", concurrency: 1 });
    await runSuite({ name: "API", pattern: "test/{contract,observability,security}/**/*.test.ts", concurrency: 2 });
    await runSuite({ name: "scenarios", pattern: "test/scenarios/**/*.test.ts", concurrency: 2 });
    for (const suite of clusterSuites("sandbox", {})) await runSuite(suite);
    if (flags.all === true) await runSuite({ name: "fuzz", pattern: "test/fuzz/*.test.ts", concurrency: 1 });
  }
  if (flags.kubeconfig !== undefined) await onKubeconfig(path.resolve(flags.kubeconfig), "given cluster");
  else if (flags.cluster === true || flags.all === true) await onControlPlane();
}

/**
 * Each test file brings its own sandbox, so they run side by side, but for those that hold us to a second. On one cluster the end-to-end tests share a namespace
 * and take turns.
 */
function clusterSuites(where: string, env: Readonly<Record<string, string>>): readonly Suite[] {
  const isShared = Object.keys(env).length > 0;
  return [
    { name: `conformance (${where})`, pattern: "test/conformance/**/*.test.ts", concurrency: isShared ? 2 : 4, env },
    { name: `end to end, timed (${where})`, pattern: "test/e2e/timed/*.test.ts", concurrency: 1, env },
    { name: `end to end (${where})`, pattern: "test/e2e/*.test.ts", concurrency: isShared ? 1 : 4, env },
  ];
}

async function onKubeconfig(kubeconfig: string, where: string): Promise<void> {
  for (const suite of clusterSuites(where, { SILLAGE_TEST_KUBECONFIG: kubeconfig })) await runSuite(suite);
}

function runGate(gate: { readonly name: string; readonly command: readonly [string, ...string[]] }): void {
  console.log(`\n== ${gate.name}`);
  const [command, ...args] = gate.command;
  const result = spawnSync(command, args, { stdio: "inherit" });
  if (result.status === 0) passed += 1;
  else failures.push(`${gate.name}: \`${gate.command.join(" ")}\` ended with ${result.status ?? result.error?.message}`);
}

async function runSuite(suite: Suite): Promise<void> {
  const files = globSync(suite.pattern).toSorted();
  if (files.length === 0) return;
  console.log(`\n== ${suite.name}: ${files.length} files`);
  Object.assign(process.env, suite.env);
  const stream = run({ files: files.map((file) => path.resolve(file)), concurrency: suite.concurrency, timeout: 10 * 60_000 });
  stream.on("test:pass", (event) => {
    if (event.skip !== undefined) skips.push(`${suite.name}: ${event.name}: ${event.skip === true ? "no reason given" : event.skip}`);
    else if (event.details.type !== "suite") passed += 1;
  });
  stream.on("test:fail", (event) => {
    if (event.details.type !== "suite") failures.push(`${suite.name}: ${event.name}`);
  });
  await new Promise<void>((resolve, reject) => {
    stream.compose(new spec()).on("end", resolve).on("error", reject).pipe(process.stdout, { end: false });
  });
  for (const name of Object.keys(suite.env ?? {})) delete process.env[name];
}

function report(): void {
  console.log("");
  for (const skip of skips) console.log(`skipped: ${skip}`);
  for (const failure of failures) console.log(`failed: ${failure}`);
  console.log(`${passed} passed, ${failures.length} failed`);
  process.exitCode = failures.length === 0 ? 0 : 1;
}

/** The suites on a real control plane with the fake kubelet beside it, built first where the cache has none. */
async function onControlPlane(): Promise<void> {
  console.log("\n== control plane: building what the cache does not hold");
  const tools = spawnSync("node", ["tools/main.ts"], { stdio: ["ignore", "pipe", "inherit"], encoding: "utf8" });
  process.stdout.write(tools.stdout);
  if (tools.status !== 0) {
    const reasons = tools.stdout.split("\n").filter((line) => line.startsWith("skipped: "));
    for (const reason of reasons) failures.push(`control plane, ${reason}`);
    return;
  }
  const cluster = await startCluster({ signal: AbortSignal.timeout(120_000), nodes: true });
  try {
    for (const suite of clusterSuites("control plane", { SILLAGE_TEST_KUBECONFIG: cluster.kubeconfig })) await runSuite(suite);
    runGate({ name: "schema against the control plane", command: ["node", "test/schema/verify-openapi.ts", cluster.kubeconfig] });
  } finally {
    await cluster.close();
  }
}
