import { equal } from "node:assert/strict";
import { test } from "node:test";
import { isDeletionApproved } from "./is-deletion-approved.ts";

const cases: readonly { name: string; approved: string | undefined; since?: string; want: boolean }[] = [
  { name: "nobody has agreed", approved: undefined, want: false },
  { name: "before it began", approved: "2026-01-01T11:59:59Z", want: false },
  { name: "at that moment", approved: "2026-01-01T12:00:00Z", want: true },
  { name: "later", approved: "2026-01-02T00:00:00Z", want: true },
  { name: "in the second in which it began", approved: "2026-01-01T12:00:00Z", since: "2026-01-01T12:00:00.900Z", want: true },
  { name: "in the second before", approved: "2026-01-01T11:59:59.999Z", since: "2026-01-01T12:00:00.900Z", want: false },
  { name: "in another time zone", approved: "2026-01-01T13:00:00+01:00", want: true },
  { name: "in another time zone, before", approved: "2026-01-01T12:59:59+01:00", want: false },
  { name: "with fractions", approved: "2026-01-01T12:00:00.123456789Z", want: true },
  { name: "no time", approved: "true", want: false },
  { name: "a day", approved: "2027-01-01", want: false },
  { name: "no time zone", approved: "2027-01-01T00:00:00", want: false },
  { name: "no such hour", approved: "2027-01-01T25:00:00Z", want: false },
];

for (const { name, approved, since = "2026-01-01T12:00:00Z", want } of cases) {
  test(name, () => {
    const annotations = approved === undefined ? {} : { "argocd.argoproj.io/deletion-approved": approved };
    equal(isDeletionApproved({ metadata: { annotations } }, since), want);
  });
}
