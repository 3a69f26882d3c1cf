import { deepEqual, equal } from "node:assert/strict";
import { it } from "node:test";
import { createManualClock } from "../async/index.ts";
import { createLoginThrottle } from "./login-throttle.ts";

const options = { maxFailures: 5, windowMs: 300_000, maxNames: 3 };

it("blocks a name after five failures, for one window after the last", async () => {
  const clock = createManualClock(1_000);
  const throttle = createLoginThrottle(clock, options);
  const blocked: boolean[] = [];
  for (let tries = 0; tries < 5; tries++) {
    throttle.noteFailure("ada", { isKnown: true });
    blocked.push(throttle.isBlocked("ada"));
    await clock.advance(1_000);
  }
  deepEqual(blocked, [false, false, false, false, true]);
  await clock.advance(298_999);
  equal(throttle.isBlocked("ada"), true);
  await clock.advance(1);
  equal(throttle.isBlocked("ada"), false);
  throttle.noteFailure("ada", { isKnown: true });
  equal(throttle.isBlocked("ada"), false, "counting begins anew");
});

it("forgets failures with a success", () => {
  const throttle = createLoginThrottle(createManualClock(), options);
  for (let tries = 0; tries < 4; tries++) throttle.noteFailure("ada", { isKnown: true });
  throttle.noteSuccess("ada");
  throttle.noteFailure("ada", { isKnown: true });
  equal(throttle.isBlocked("ada"), false);
});

it("remembers accounts whatever names are invented, and of those the latest", () => {
  const throttle = createLoginThrottle(createManualClock(), { ...options, maxFailures: 1 });
  throttle.noteFailure("admin", { isKnown: true });
  for (const name of ["a", "b", "c", "d"]) throttle.noteFailure(name, { isKnown: false });
  deepEqual(
    ["admin", "a", "b", "c", "d"].filter((name) => throttle.isBlocked(name)),
    ["admin", "b", "c", "d"],
  );
});

it("can be switched off", () => {
  const throttle = createLoginThrottle(createManualClock(), { ...options, maxFailures: 0 });
  throttle.noteFailure("ada", { isKnown: true });
  equal(throttle.isBlocked("ada"), false);
});
