import { deepEqual, equal } from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "node:test";
import { systemClock } from "../async/index.ts";
import { eventually } from "../../test/support/eventually.ts";
import { startSecretWorld, type SecretWorld } from "../../test/support/secret-world.ts";
import { createRevocations, type Revocations } from "./revocations.ts";

describe("Ended sessions", { timeout: 20_000 }, () => {
  let world: SecretWorld;
  let stop: AbortController;
  let nowMs = 0;
  const running: Promise<void>[] = [];
  beforeEach(async () => {
    world = await startSecretWorld();
    stop = new AbortController();
    nowMs = 1_800_000_000_000;
  });
  afterEach(async () => {
    stop.abort();
    await Promise.all(running);
    await world.close();
  });

  async function startReplica(): Promise<Revocations> {
    const clock = { ...systemClock, now: () => nowMs };
    const revocations = createRevocations({ ...world, log: world.ctx.log, clock }, world);
    running.push(revocations.run(stop.signal));
    await revocations.synced;
    return revocations;
  }
  const later = (seconds: number): number => nowMs / 1_000 + seconds;

  it("are known here at once, to other replicas soon, and to those that start later", async () => {
    const [one, other] = [await startReplica(), await startReplica()];
    await one.add(world.ctx, { id: "a", expiresAt: later(60) });
    equal(one.has("a"), true);
    await eventually(() => equal(other.has("a"), true));
    const third = await startReplica();
    deepEqual([third.has("a"), third.has("b")], [true, false]);
  });

  it("lose nothing when replicas write at once", async () => {
    const [one, other] = [await startReplica(), await startReplica()];
    await Promise.all([
      ...["a", "b", "c"].map((id) => one.add(world.ctx, { id, expiresAt: later(60) })),
      ...["d", "e"].map((id) => other.add(world.ctx, { id, expiresAt: later(60) })),
    ]);
    const third = await startReplica();
    deepEqual(
      ["a", "b", "c", "d", "e"].filter((id) => !third.has(id)),
      [],
    );
  });

  it("are forgotten an hour after they could have been used, with the next that is written", async () => {
    const one = await startReplica();
    await one.add(world.ctx, { id: "old", expiresAt: later(60) });
    await one.add(world.ctx, { id: "long", expiresAt: later(86_400) });
    await eventually(async () => equal(Object.keys((await world.read("sillage-revoked-tokens")) ?? {}).length, 2));
    nowMs += 3_661_000;
    const other = await startReplica();
    await other.add(world.ctx, { id: "new", expiresAt: later(60) });
    deepEqual(Object.values((await world.read("sillage-revoked-tokens")) ?? {}).toSorted(), [String(1_800_000_000 + 86_400), String(later(60))].toSorted());
  });

  it("are written as digests", async () => {
    const one = await startReplica();
    await one.add(world.ctx, { id: "a", expiresAt: later(60) });
    deepEqual(Object.keys((await world.read("sillage-revoked-tokens")) ?? {}), ["ca978112ca1bbdcafac231b39a23dc4d"]);
  });
});
