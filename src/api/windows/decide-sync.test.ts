import { deepEqual, equal } from "node:assert/strict";
import { describe, test } from "node:test";
import type { SyncWindow } from "../project/app-project.ts";
import { decideSync, nextChangeMs, type SyncQuestion } from "./decide-sync.ts";
import { selectWindows } from "./select-windows.ts";
import { describeWindow, identifyWindow, isWindowActive } from "./sync-window.ts";

const deny: SyncWindow = { kind: "deny", schedule: "0 22 * * *", duration: "2h" };
const allow: SyncWindow = { kind: "allow", schedule: "0 8 * * *", duration: "1h" };

describe("isWindowActive", () => {
  const cases: { name: string; window: SyncWindow; at: string; want: boolean }[] = [
    { name: "at the very start, not yet", window: deny, at: "2026-03-02T22:00:00.000Z", want: false },
    { name: "just after the start", window: deny, at: "2026-03-02T22:00:00.001Z", want: true },
    { name: "past midnight", window: deny, at: "2026-03-02T23:59:59.999Z", want: true },
    { name: "at the end, no more", window: deny, at: "2026-03-03T00:00:00.000Z", want: false },
    { name: "zone ahead of UTC", window: { ...allow, timeZone: "Asia/Kolkata" }, at: "2026-03-02T02:30:00.001Z", want: true },
    { name: "zone behind UTC", window: { ...allow, timeZone: "America/New_York" }, at: "2026-01-15T13:30:00Z", want: true },
    { name: "summer time moves it", window: { ...allow, timeZone: "America/New_York" }, at: "2026-07-15T12:30:00Z", want: true },
    { name: "and not in winter", window: { ...allow, timeZone: "America/New_York" }, at: "2026-01-15T12:30:00Z", want: false },
    // Paris puts its clocks forward at 01:00 UTC of 2026-03-29: 02:00 becomes 03:00.
    { name: "an hour that is skipped counts by the offset of now", window: { ...allow, schedule: "30 2 * * *", timeZone: "Europe/Paris" }, at: "2026-03-29T01:10:00Z", want: true },
    { name: "the hour before the change is read in winter time", window: { ...allow, schedule: "30 2 * * *", timeZone: "Europe/Paris" }, at: "2026-03-29T00:50:00Z", want: false },
    // And back at 01:00 UTC of 2026-10-25: 03:00 becomes 02:00.
    {
      name: "an hour that comes twice, first time",
      window: { ...allow, schedule: "30 2 * * *", duration: "20m", timeZone: "Europe/Paris" },
      at: "2026-10-25T00:40:00Z",
      want: true,
    },
    { name: "second time", window: { ...allow, schedule: "30 2 * * *", duration: "20m", timeZone: "Europe/Paris" }, at: "2026-10-25T01:40:00Z", want: true },
    { name: "a zone that does not exist is UTC", window: { ...allow, timeZone: "Mars/Olympus" }, at: "2026-03-02T08:30:00Z", want: true },
    { name: "an offset is no zone", window: { ...allow, timeZone: "+05:00" }, at: "2026-03-02T08:30:00Z", want: true },
    { name: "longer than its period", window: { kind: "deny", schedule: "0 * * * *", duration: "90m" }, at: "2026-03-02T08:00:00Z", want: true },
    { name: "a schedule that never comes", window: { ...deny, schedule: "0 0 30 2 *" }, at: "2026-03-02T08:00:00Z", want: false },
  ];
  for (const { name, window, at, want } of cases) test(name, () => equal(isWindowActive(window, Date.parse(at)), want));
});

const [night, morning, noon] = ["2026-03-02T22:30:00Z", "2026-03-02T08:30:00Z", "2026-03-02T12:00:00Z"];
const manualDeny = { ...deny, manualSync: true };
const manualAllow = { ...allow, manualSync: true };

/** "allowed", or the reason without the words for the time. */
function decide(windows: readonly SyncWindow[], at: string, question: Partial<SyncQuestion> = {}): string {
  const verdict = decideSync(windows, { isManual: false, ...question, nowMs: Date.parse(at) });
  return verdict.kind === "allowed" ? "allowed" : `${windows.indexOf(verdict.window)}: ${verdict.reason}`;
}

describe("decideSync", () => {
  const manual = { isManual: true };
  const denied = 'deny window "0 22 * * *" for 2h (UTC) is active';
  const closed = 'allow window "0 8 * * *" for 1h (UTC) is not active';
  const cases: { name: string; windows: SyncWindow[]; at: string; question?: Partial<SyncQuestion>; want: string }[] = [
    { name: "no windows", windows: [], at: noon, want: "allowed" },
    { name: "an inactive deny", windows: [deny], at: noon, want: "allowed" },
    { name: "an active deny", windows: [deny], at: night, want: `0: ${denied}` },
    { name: "an active deny, by hand", windows: [deny], at: night, question: manual, want: `0: ${denied}` },
    { name: "a deny that lets people pass", windows: [manualDeny], at: night, question: manual, want: "allowed" },
    { name: "but no automation", windows: [manualDeny], at: night, want: `0: ${denied}` },
    { name: "all denies must let people pass", windows: [manualDeny, deny], at: night, question: manual, want: `1: ${denied}` },
    { name: "an active allow", windows: [allow], at: morning, want: "allowed" },
    { name: "an inactive allow", windows: [allow], at: noon, want: `0: ${closed}` },
    { name: "an inactive allow, by hand", windows: [allow], at: noon, question: manual, want: `0: ${closed}` },
    { name: "an inactive allow that lets people pass", windows: [manualAllow], at: noon, question: manual, want: "allowed" },
    {
      name: "all inactive allows must",
      windows: [manualAllow, { ...allow, duration: "30m" }],
      at: noon,
      question: manual,
      want: '1: allow window "0 8 * * *" for 30m (UTC) is not active',
    },
    { name: "one active allow of two", windows: [{ ...allow, schedule: "0 3 * * *" }, allow], at: morning, want: "allowed" },
    { name: "a deny beats an allow", windows: [{ ...allow, schedule: "0 22 * * *" }, deny], at: night, want: `1: ${denied}` },
    { name: "overrun of a sync that began before the deny", windows: [{ ...deny, syncOverrun: true }], at: night, question: { startedAtMs: Date.parse(noon) }, want: "allowed" },
    {
      name: "not of one that began in it",
      windows: [{ ...deny, syncOverrun: true }],
      at: night,
      question: { startedAtMs: Date.parse("2026-03-02T22:10:00Z") },
      want: `0: ${denied}`,
    },
    { name: "not without the permission", windows: [deny], at: night, question: { startedAtMs: Date.parse(noon) }, want: `0: ${denied}` },
    { name: "overrun of an allow", windows: [{ ...allow, syncOverrun: true }], at: noon, question: { startedAtMs: Date.parse(morning) }, want: "allowed" },
    {
      name: "all active denies must permit the overrun",
      windows: [
        { ...deny, syncOverrun: true },
        { ...deny, duration: "3h" },
      ],
      at: night,
      question: { startedAtMs: Date.parse(noon) },
      want: `0: ${denied}`,
    },
    {
      name: "a window that makes no sense lets nothing pass",
      windows: [{ kind: "deny", schedule: "whenever", duration: "1h", manualSync: true }],
      at: noon,
      question: manual,
      want: '0: deny window "whenever" for 1h (UTC) cannot be understood: Schedule "whenever" needs five fields: minute, hour, day of month, month, day of week',
    },
  ];
  for (const { name, windows, at, question, want } of cases) test(name, () => equal(decide(windows, at, question), want));
});

test("the answer may change when a window opens or closes", () => {
  const change = (windows: readonly SyncWindow[], at: string) => {
    const ms = nextChangeMs(windows, Date.parse(at));
    return ms === undefined ? undefined : new Date(ms).toISOString();
  };
  equal(change([deny], noon), "2026-03-02T22:00:00.001Z");
  equal(change([deny], night), "2026-03-03T00:00:00.001Z");
  equal(change([deny, allow], noon), "2026-03-02T22:00:00.001Z");
  equal(change([{ ...allow, timeZone: "Asia/Kolkata" }], "2026-03-02T00:00:00Z"), "2026-03-02T02:30:00.001Z");
  equal(change([], noon), undefined);
});

describe("selectWindows", () => {
  const subject = { name: "web", destination: { server: "https://kubernetes.default.svc", name: "in-cluster", namespace: "shop" } };
  const cases: { name: string; window: SyncWindow; want: boolean }[] = [
    { name: "by application", window: { applications: ["we*"] }, want: true },
    { name: "by cluster name", window: { clusters: ["in-cluster"] }, want: true },
    { name: "by cluster server", window: { clusters: ["https://*"] }, want: true },
    { name: "by namespace", window: { namespaces: ["shop"] }, want: true },
    { name: "one of them is enough", window: { applications: ["other"], namespaces: ["shop"] }, want: true },
    { name: "none", window: { applications: ["other"], namespaces: ["other"] }, want: false },
    { name: "all must match when asked", window: { applications: ["other"], namespaces: ["shop"], andOperator: true }, want: false },
    { name: "what is not given does not count", window: { applications: ["web"], clusters: [], andOperator: true }, want: true },
    { name: "nothing given concerns nobody", window: {}, want: false },
    { name: "nothing given, and", window: { andOperator: true }, want: false },
  ];
  for (const { name, window, want } of cases) test(name, () => equal(selectWindows([window], subject).length === 1, want));
});

test("a window is the same whatever it lets people do", () => {
  const named = { ...deny, applications: ["web"] };
  equal(identifyWindow(named), identifyWindow({ ...named, manualSync: true, syncOverrun: true, description: "nights" }));
  deepEqual(new Set([named, deny, { ...named, timeZone: "Europe/Paris" }, { ...named, andOperator: true }, { ...named, kind: "allow" }].map(identifyWindow)).size, 5);
});

test("a window is described with the zone that counts", () => {
  equal(describeWindow({ ...deny, timeZone: "Europe/Paris" }), 'deny window "0 22 * * *" for 2h (Europe/Paris)');
  equal(describeWindow({ ...deny, timeZone: "Mars" }), 'deny window "0 22 * * *" for 2h (UTC, time zone "Mars" is not known)');
});
