import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Application, ApplicationStatus, Operation, OperationPhase, ResourceResult } from "../../api/index.ts";
import { createManualClock } from "../../async/index.ts";
import type { ApplicationEvent, SillageClient } from "../../client/index.ts";
import { SillageError } from "../../errors/index.ts";
import { buildApplication } from "../../../test/builders/application.ts";
import { assertGolden, runCli, transcript, type CliRun } from "../../../test/support/run-cli.ts";

const startMs = Date.parse("2026-01-02T03:04:05Z");
const deployment = { group: "apps", version: "v1", kind: "Deployment", namespace: "shop", name: "web" };
const pruned: ResourceResult = { group: "", version: "v1", kind: "Service", namespace: "shop", name: "old", status: "PruneSkipped", message: "ignored (requires pruning)" };

/** A state of `web`: its resource version says when it was written. */
function state(version: number, status: ApplicationStatus, operation?: Operation): Application {
  const application = buildApplication({ status, ...(operation === undefined ? {} : { operation }) });
  return { ...application, metadata: { ...application.metadata, resourceVersion: String(version) } };
}

function operated(
  phase: OperationPhase,
  parts: { readonly sync?: Operation["sync"]; readonly results?: readonly ResourceResult[]; readonly message?: string } = {},
): ApplicationStatus {
  const { sync = {}, results = [], message = "successfully synced (all tasks run)" } = parts;
  const ended = phase === "Running" ? {} : { finishedAt: "2026-01-02T03:04:06Z" };
  const operationState = {
    operation: { sync, initiatedBy: { username: "admin" } },
    phase,
    message,
    startedAt: "2026-01-02T03:04:05Z",
    ...ended,
    syncResult: { revision: "1a2b3c4d", resources: results },
  };
  return { operationState };
}

const outOfSync: ApplicationStatus = { sync: { status: "OutOfSync", revision: "1a2b3c4d" }, health: { status: "Missing" } };
const synced: ApplicationStatus = {
  sync: { status: "Synced", revision: "1a2b3c4d" },
  health: { status: "Healthy" },
  resources: [{ ...deployment, status: "Synced", health: { status: "Healthy" } }],
};
const progressing: ApplicationStatus = {
  ...synced,
  health: { status: "Progressing" },
  resources: [{ ...deployment, status: "Synced", health: { status: "Progressing", message: "0 of 3 replicas are ready" } }],
};
const degraded: ApplicationStatus = { ...synced, health: { status: "Degraded", message: "Caused by apps/Deployment:shop/web" } };
const gone: ApplicationEvent = { type: "DELETED", application: state(99, synced) };
const configured: ResourceResult = { ...deployment, status: "Synced", message: "deployment.apps/web configured" };

/** A server that tells these states, then nothing more until the caller gives up. */
function createScriptedClient(events: readonly (Application | ApplicationEvent)[]) {
  const requests: unknown[] = [];
  const asked = state(10, outOfSync, { sync: {} });
  const client = {
    async *watchApplications({ signal }) {
      for (const event of events) yield "type" in event ? event : { type: "MODIFIED", application: event };
      await new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
    },
    syncApplication: async (name, request) => (requests.push({ name, ...request }), asked),
    rollbackApplication: async (name, request) => (requests.push({ name, ...request }), asked),
    fetchApplications: async ({ selector }) => (selector === "team=a" ? [buildApplication({ name: "b" }), buildApplication({ name: "a" })] : []),
  } satisfies Partial<SillageClient>;
  return { client, requests };
}

async function run(argv: readonly string[], events: readonly (Application | ApplicationEvent)[]): Promise<CliRun> {
  const clock = createManualClock(startMs);
  const running = runCli(argv, { client: createScriptedClient(events).client, clock });
  await clock.advance(60_000);
  return running;
}

const last = operated("Failed", { message: "the operation before" });
const started = state(11, { ...outOfSync, ...operated("Running", { message: "waiting for healthy state of apps/Deployment/web" }) }, { sync: {} });
const success = state(13, { ...synced, ...operated("Succeeded", { results: [configured] }) });
const leftover = state(13, { ...outOfSync, ...operated("Succeeded", { results: [pruned, { ...pruned, name: "older" }] }) });

const scenarios: Readonly<Record<string, readonly { readonly argv: readonly string[]; readonly events: readonly (Application | ApplicationEvent)[] }[]>> = {
  sync: [
    ...["wide", "json", "yaml", "name"].map((format) => ({
      argv: ["app", "sync", "web", "-o", format],
      events: [state(9, { ...outOfSync, ...last }), started, state(12, progressing, { sync: {} }), success],
    })),
    { argv: ["app", "sync", "web", "--timeout", "5"], events: [state(9, last), started] },
    { argv: ["app", "sync", "web"], events: [started, state(12, { ...outOfSync, ...operated("Failed", { message: "one or more objects failed to apply" }) })] },
    { argv: ["app", "sync", "web"], events: [started, leftover] },
    { argv: ["app", "sync", "web"], events: [started, gone] },
    { argv: ["app", "sync", "web", "--async"], events: [] },
  ],
  wait: [
    ...["wide", "json", "yaml", "name"].map((format) => ({ argv: ["app", "wait", "web", "-o", format], events: [started, state(12, progressing), state(13, synced)] })),
    { argv: ["app", "wait", "web", "--timeout", "5"], events: [state(12, progressing)] },
    { argv: ["app", "wait", "web"], events: [state(12, progressing), state(13, degraded)] },
    { argv: ["app", "wait", "web"], events: [state(12, progressing), gone] },
    { argv: ["app", "wait", "web", "--delete"], events: [state(12, progressing), gone] },
    { argv: ["app", "wait", "web", "--delete", "--timeout", "5"], events: [state(12, progressing)] },
  ],
  rollback: [
    { argv: ["app", "rollback", "web", "3", "--prune"], events: [started, success] },
    { argv: ["app", "rollback", "web", "three"], events: [] },
  ],
};

describe("Commands that follow", () => {
  for (const [name, runs] of Object.entries(scenarios)) {
    it(`print what ${name}.txt shows`, async () => {
      const parts: string[] = [];
      for (const { argv, events } of runs) parts.push(transcript(argv, await run(argv, events)));
      await assertGolden(new URL(`../golden/${name}.txt`, import.meta.url), parts.join("\n"));
    });
  }

  const prunings: readonly { readonly name: string; readonly end: Application; readonly want: number }[] = [
    { name: "something left to prune", end: leftover, want: 1 },
    { name: "protected objects after a sync with prune", end: state(13, { ...outOfSync, ...operated("Succeeded", { sync: { prune: true }, results: [pruned] }) }), want: 0 },
    { name: "a dry run", end: state(13, { ...outOfSync, ...operated("Succeeded", { sync: { dryRun: true }, results: [pruned] }) }), want: 0 },
    { name: "chosen resources", end: state(13, { ...outOfSync, ...operated("Succeeded", { sync: { resources: [{ kind: "Pod", name: "a" }] }, results: [pruned] }) }), want: 0 },
    { name: "extra objects that do not count", end: state(13, { ...synced, ...operated("Succeeded", { results: [pruned] }) }), want: 0 },
    { name: "an error", end: state(13, operated("Error")), want: 1 },
  ];
  for (const { name, end, want } of prunings) {
    it(`end a sync with ${want} for ${name}`, async () => assert.equal((await run(["app", "sync", "web"], [started, end])).exitCode, want));
  }

  it("send what the flags of sync say, to each application", async () => {
    const { client, requests } = createScriptedClient([]);
    const { exitCode } = await runCli(["app", "sync", "-l", "team=a", "--async", "--prune=true", "--force=false", "--strategy", "apply", "--sync-option", "A=b"], { client });
    const request = { prune: true, strategy: { apply: {} }, syncOptions: { items: ["A=b"] } };
    const want = ["argocd/a", "argocd/b"].map((name) => ({ name, ...request }));
    assert.deepEqual([exitCode, requests], [0, want]);
  });

  it("send the id of a rollback as a number, and none for the one before", async () => {
    const { client, requests } = createScriptedClient([success]);
    await runCli(["app", "rollback", "web"], { client });
    await runCli(["app", "rollback", "web", "3", "--prune"], { client });
    assert.deepEqual(requests, [{ name: "web" }, { name: "web", id: 3, prune: true }]);
  });

  const refused = [
    { argv: ["app", "sync"], want: ["Error: Which application: give a name, or --selector\n", 1] },
    { argv: ["app", "sync", "web", "-l", "team=a"], want: ["Error: Give names or --selector, not both\n", 1] },
    { argv: ["app", "sync", "--project", "none"], want: ["Error: No applications match project none\n", 1] },
    { argv: ["app", "wait", "-l", "team=z"], want: ['Error: No applications match selector "team=z"\n', 20] },
    {
      argv: ["app", "wait", "web", "--resource", "Deployment/web"],
      want: ['Error: Resource "Deployment/web" is not GROUP:KIND:NAME, such as apps:Deployment:web or :ConfigMap:shop/settings\n', 1],
    },
    {
      argv: ["app", "wait", "web", "--timeout", "soon"],
      want: ["error: option '--timeout <seconds>' argument 'soon' is invalid. It takes a whole number, zero or more.\n(add --help for the options of this command)\n", 1],
    },
  ];
  for (const { argv, want } of refused) {
    it(`refuse ${argv.join(" ")}`, async () => {
      const { stderr, exitCode } = await run(argv, []);
      assert.deepEqual([stderr, exitCode], want);
    });
  }

  it("go on when the server has been started anew", async () => {
    const streams: (Application | SillageError)[][] = [
      [state(12, progressing), new SillageError("unavailable", "Lost the connection")],
      [new SillageError("unavailable", "Cannot reach Sillage")],
      [new SillageError("unavailable", "Cannot reach Sillage")],
      [state(13, progressing), state(14, synced)],
    ];
    const watchApplications = async function* (): AsyncGenerator<ApplicationEvent> {
      for (const next of streams.shift() ?? []) {
        if (next instanceof SillageError) throw next;
        yield { type: "ADDED", application: next };
      }
    };
    const clock = createManualClock(startMs);
    const running = runCli(["app", "wait", "web", "-o", "name"], { client: { watchApplications }, clock });
    await clock.advance(10_000);
    const { stdout, stderr, exitCode } = await running;
    const notices = stderr.split("\n").filter((line) => line.startsWith("Lost"));
    assert.deepEqual([stdout, notices, exitCode, streams], ["argocd/web\n", ["Lost the connection to the server, waiting for it to come back"], 0, []]);
  });

  it("do not wait for a server that was never there", async () => {
    // oxlint-disable-next-line require-yield
    const watchApplications = async function* (): AsyncGenerator<ApplicationEvent> {
      throw new SillageError("unavailable", "Cannot reach Sillage");
    };
    assert.deepEqual(await runCli(["app", "wait", "web"], { client: { watchApplications } }), { stdout: "", stderr: "Error: Cannot reach Sillage\n", exitCode: 20 });
  });

  it("show a table that changes in its place on a terminal, and take it away at the end", async () => {
    let screen = "";
    const stderr = { write: (text: string) => void (screen += text), terminal: { columns: 80, hasColors: false } };
    const { client } = createScriptedClient([started, state(12, progressing, { sync: {} }), success]);
    await runCli(["app", "sync", "web", "-o", "name"], { client, clock: createManualClock(startMs), deps: { stderr } });
    const up = "\u001B[1A\u001B[2K";
    const table = "GROUP  KIND        NAMESPACE  NAME  STATUS  HEALTH       HOOK  MESSAGE\napps   Deployment  shop       web   Synced  Progressing        0 of 3 replicas a\n";
    const want = [
      "web: OutOfSync, Missing, Running (0 of 0 resources, 0 s)\n",
      `${up}web: Synced, Progressing (0 of 1 resources, 0 s)\n${table}`,
      `${up.repeat(3)}web: Synced, Healthy, Succeeded (1 of 1 resources, 0 s)\n`,
      up,
    ];
    assert.equal(screen, want.join(""));
  });

  it("count an application that is gone already as deleted", async () => {
    // oxlint-disable-next-line require-yield
    const watchApplications = async function* () {
      throw new SillageError("forbidden", "Application is not there");
    };
    assert.deepEqual(await runCli(["app", "wait", "web", "--delete"], { client: { watchApplications } }), { stdout: "application 'web' deleted\n", stderr: "", exitCode: 0 });
  });
});
