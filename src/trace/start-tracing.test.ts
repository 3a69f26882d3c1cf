import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { SillageError } from "../errors/index.ts";
import { createLog } from "../log/index.ts";
import { type ReceivedSpan, startTraceReceiver } from "../../test/support/trace-receiver.ts";
import { followKeys } from "./follow-keys.ts";
import { startTracing } from "./start-tracing.ts";
import type { Tracer } from "./tracer.ts";

/** Runs the work with a tracer and gives what the collector got. */
async function collect(t: TestContext, sampleRatio: number, work: (tracer: Tracer) => Promise<unknown>): Promise<readonly ReceivedSpan[]> {
  const receiver = await startTraceReceiver();
  t.after(() => receiver.close());
  const tracing = await startTracing(
    { log: createLog({ level: "silent" }) },
    { url: `http://${receiver.address}/v1/traces`, headers: {}, attributes: {}, sampleRatio, version: "1" },
  );
  await work(tracing.tracer);
  await tracing.close();
  return receiver.spans;
}

test("work that waits in a queue belongs to the trace that asked for it, also when it is over", async (t) => {
  const spans = await collect(t, 1, async (tracer) => {
    const keys = followKeys(tracer);
    await tracer.trace({ name: "push" }, async () => keys.added("shop"));
    await keys.reconcile("shop", () => tracer.trace({ name: "reconcile" }, async (span) => span.set({ late: 1 })));
    await keys.reconcile("shop", () => tracer.trace({ name: "again" }, async () => undefined));
  });
  const [push, reconcile, again] = ["push", "reconcile", "again"].map((name) => spans.find((span) => span.name === name));
  assert.deepEqual([reconcile?.traceId, reconcile?.parentSpanId], [push?.traceId, push?.spanId]);
  assert.deepEqual(Object.keys(reconcile?.attributes ?? {}), ["late"]);
  assert.notEqual(again?.traceId, push?.traceId);
});

test("a loop that was begun in a span is no part of it once the span is over", async (t) => {
  const gate = Promise.withResolvers<void>();
  let loop: Promise<void> | undefined;
  const spans = await collect(t, 1, async (tracer) => {
    await tracer.trace({ name: "begin" }, async () => {
      loop = gate.promise.then(() => tracer.trace({ name: "later" }, async () => undefined));
    });
    gate.resolve();
    await loop;
  });
  assert.equal(spans.find(({ name }) => name === "later")?.parentSpanId, "");
});

test("who drops a trace drops all of it, and a trace that is kept is kept whole", async (t) => {
  const work = async (tracer: Tracer) => {
    const keys = followKeys(tracer);
    for (let count = 0; count < 40; count += 1) {
      await tracer.trace({ name: "root" }, async () => keys.added("key"));
      await keys.reconcile("key", () => tracer.trace({ name: "part" }, async () => undefined));
    }
  };
  assert.deepEqual(await collect(t, 0, work), []);
  const spans = await collect(t, 0.5, work);
  const roots = spans.filter(({ name }) => name === "root");
  assert.ok(roots.length > 0 && roots.length < 40, `${roots.length} of 40`);
  assert.deepEqual(
    roots.map(({ traceId }) => traceId),
    spans.filter(({ name }) => name === "part").map(({ traceId }) => traceId),
  );
});

test("a failure passes on, and only our own messages are told", async (t) => {
  const receiver = await startTraceReceiver();
  t.after(() => receiver.close());
  const options = { url: `http://${receiver.address}/v1/traces`, headers: {}, attributes: {}, sampleRatio: 1, version: "1" };
  const tracing = await startTracing({ log: createLog({ level: "silent" }) }, options);
  await assert.rejects(
    tracing.tracer.trace({ name: "ours" }, async () => Promise.reject(new SillageError("forbidden", "Not for you"))),
    /Not for you/,
  );
  await assert.rejects(
    tracing.tracer.trace({ name: "strange" }, async () => Promise.reject(new Error("token s3cret"))),
    /s3cret/,
  );
  await tracing.close();
  const text = receiver.texts.join("");
  assert.match(text, /"status":\{"code":2,"message":"Not for you"\}/);
  assert.match(text, /"status":\{"code":2,"message":"internal"\}/);
  assert.doesNotMatch(text, /s3cret/);
});
