import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { createManualClock } from "../../async/index.ts";
import { createKubeClient, getNumber, getString, type KubeObject } from "../../kube/index.ts";
import { createLog } from "../../log/index.ts";
import { administrator, createSandbox } from "../../sandbox/index.ts";
import { createEventRecorder } from "./create-recorder.ts";
import { eventReasons, type EventReason } from "./event.ts";

const subject = { kind: "Application", namespace: "argocd", name: "shop", uid: "u1" } as const;

/** A recorder that writes to a sandbox, on a manual clock. */
async function startRecorder(t: TestContext, reasons: readonly EventReason[] = eventReasons) {
  const clock = createManualClock(Date.parse("2026-11-24T10:00:00Z"));
  const log = createLog({ level: "silent" });
  const sandbox = await createSandbox({ clock, random: () => 0.5, definitions: [] });
  const client = createKubeClient({ transport: sandbox.transport(administrator), clock }, { userAgent: "test" });
  const stop = new AbortController();
  const { signal } = stop;
  const find = async (kind: string) => (await client.discovery.findByKind({ group: "", version: "v1", kind }, { signal }))!;
  await client.create(await find("Namespace"), { apiVersion: "v1", kind: "Namespace", metadata: { name: "argocd" } }, { signal });
  const eventResource = await find("Event");
  const recorder = createEventRecorder({ client, eventResource, clock, log }, { reasons });
  const running = recorder.run({ signal, log });
  t.after(async () => {
    stop.abort();
    await running;
    await sandbox.close();
  });
  const fetchEvents = async (): Promise<readonly KubeObject[]> => (await client.fetchList(eventResource, { signal, namespace: "argocd" })).items;
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 60; turn += 1) {
      await clock.advance(50);
      for (let tick = 0; tick < 10; tick += 1) await new Promise((resolve) => setImmediate(resolve));
    }
  };
  return { recorder, clock, fetchEvents, settle };
}

function summarize(events: readonly KubeObject[]): readonly string[] {
  return events.map((event) => `${getString(event, "message")} x${getNumber(event, "count")} ${getString(event, "firstTimestamp")} ${getString(event, "lastTimestamp")}`);
}

test("the same again is counted, at once and within ten minutes", async (t) => {
  const { recorder, clock, fetchEvents, settle } = await startRecorder(t);
  const fact = { type: "Normal", reason: "ResourceUpdated", message: "moved" } as const;
  recorder.record(subject, fact, { team: "web" });
  recorder.record(subject, fact, { team: "web" });
  assert.deepEqual(await fetchEvents(), []);
  await settle();
  assert.deepEqual(summarize(await fetchEvents()), ["moved x2 2026-11-24T10:00:00Z 2026-11-24T10:00:00Z"]);
  await clock.advance(60_000);
  recorder.record(subject, fact);
  await settle();
  const [event, ...others] = await fetchEvents();
  assert.deepEqual(summarize([event!, ...others]), ["moved x3 2026-11-24T10:00:00Z 2026-11-24T10:01:03Z"]);
  assert.deepEqual([event?.metadata.labels, getString(event, "involvedObject", "kind"), getString(event, "involvedObject", "uid")], [{ team: "web" }, "Application", "u1"]);
});

test("one object cannot flood the API server, and gets an event again later", async (t) => {
  const { recorder, clock, fetchEvents, settle } = await startRecorder(t);
  const record = (count: number): void => recorder.record(subject, { type: "Normal", reason: "ResourceUpdated", message: `move ${count}` });
  for (let count = 0; count < 40; count += 1) record(count);
  await settle();
  assert.equal((await fetchEvents()).length, 25);
  await clock.advance(300_000);
  record(100);
  record(101);
  await settle();
  assert.equal((await fetchEvents()).length, 26);
});

test("only the wanted reasons are told of", async (t) => {
  const { recorder, fetchEvents, settle } = await startRecorder(t, ["OperationCompleted"]);
  recorder.record(subject, { type: "Normal", reason: "OperationStarted", message: "begun" });
  recorder.record(subject, { type: "Warning", reason: "OperationCompleted", message: "failed" });
  await settle();
  assert.deepEqual(
    (await fetchEvents()).map((event) => getString(event, "message")),
    ["failed"],
  );
});

test("events wait until nothing happens any more, but not for ever", async (t) => {
  const { recorder, clock, fetchEvents } = await startRecorder(t);
  const busy = (): void => recorder.record({ ...subject, name: "other" }, { type: "Normal", reason: "ResourceUpdated", message: "moved" });
  recorder.record(subject, { type: "Normal", reason: "OperationCompleted", message: "over" });
  for (let passedMs = 0; passedMs < 29_000; passedMs += 400) {
    await clock.advance(400);
    busy();
  }
  assert.deepEqual(await fetchEvents(), []);
  for (let turn = 0; turn < 4; turn += 1) {
    await clock.advance(400);
    busy();
    for (let tick = 0; tick < 10; tick += 1) await new Promise((resolve) => setImmediate(resolve));
  }
  assert.deepEqual(
    (await fetchEvents()).map((event) => getString(event, "message")),
    ["moved", "over"],
  );
});
