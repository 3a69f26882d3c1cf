import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Application } from "../../api/index.ts";
import { createManualClock } from "../../async/index.ts";
import { isSillageError } from "../../errors/index.ts";
import { createLog } from "../../log/index.ts";
import { buildApplication } from "../../../test/builders/application.ts";
import type { ApplicationEvent } from "./deps.ts";
import { waitForRefresh } from "./wait-for-refresh.ts";

const refresh = { "argocd.argoproj.io/refresh": "normal" };
const asked = state(10, refresh);

function state(version: number, annotations: Readonly<Record<string, string>> = {}): Application {
  const application = buildApplication({ annotations });
  return { ...application, metadata: { ...application.metadata, resourceVersion: String(version) } };
}

/** A wait, and the cache it looks at. */
function begin(first: Application) {
  const listeners = new Set<(event: ApplicationEvent) => void>();
  const stop = new AbortController();
  const clock = createManualClock();
  let current: Application | undefined = first;
  const applications = {
    get: () => current,
    list: () => [],
    getVersion: () => "0",
    listSince: () => undefined,
    onChange(handler: (event: ApplicationEvent) => void) {
      listeners.add(handler);
      return () => void listeners.delete(handler);
    },
  };
  const outcome = { settled: "" };
  const waiting = waitForRefresh({ signal: stop.signal, log: createLog({ level: "silent" }) }, { applications, clock }, asked);
  waiting.then(
    ({ metadata }) => (outcome.settled = `version ${metadata.resourceVersion}`),
    (error: unknown) => (outcome.settled = error instanceof Error ? error.message : ""),
  );
  return {
    waiting,
    outcome,
    clock,
    stop,
    listeners,
    async show(application: Application | undefined): Promise<void> {
      current = application;
      for (const listener of listeners) {
        listener({ type: application === undefined ? "DELETED" : "MODIFIED", application: application ?? state(99) });
      }
      await clock.advance(0);
    },
  };
}

describe("waitForRefresh", () => {
  it("goes by the state after our write, not by an older one without the annotation", async () => {
    const wait = begin(state(8));
    for (const next of [state(9), asked, state(11, refresh)]) await wait.show(next);
    assert.equal(wait.outcome.settled, "");
    await wait.show(state(12));
    assert.deepEqual([wait.outcome.settled, wait.listeners.size], ["version 12", 0]);
  });

  it("sees a controller that was faster than the answer to our write", async () => {
    assert.equal((await begin(state(11)).waiting).metadata.resourceVersion, "11");
  });

  it("ends when the application is deleted", async () => {
    const wait = begin(asked);
    await wait.show(undefined);
    assert.equal(wait.outcome.settled, 'Application "web" was deleted while it was refreshed');
  });

  it("gives up after a minute", async () => {
    const { waiting, clock, listeners } = begin(asked);
    const failed = assert.rejects(
      waiting,
      (error) => isSillageError(error, "deadline") && error.message === 'Application "web" was not refreshed within 60 s: see the log of the server',
    );
    await clock.advance(60_000);
    await failed;
    assert.equal(listeners.size, 0);
  });

  it("ends with the request", async () => {
    const { waiting, stop, listeners } = begin(asked);
    const reason = new Error("client is gone");
    const failed = assert.rejects(waiting, (error) => error === reason);
    stop.abort(reason);
    await failed;
    assert.equal(listeners.size, 0);
  });
});
