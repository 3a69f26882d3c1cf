import { deepEqual } from "node:assert/strict";
import { test } from "node:test";
import { computeValue, type ComputedValue, type ValueInput } from "./value.ts";

const now = "2026-02-02T00:00:00Z";
const before = "2026-01-01T00:00:00Z";
const createdAt = "2025-12-01T00:00:00Z";
const recorded = { digest: "d1 by k1", since: before };
const fresh: ValueInput = { recorded, digests: ["d1 by k1"], isReplaced: false, createdAt, now };

const cases: readonly { readonly name: string; readonly input: ValueInput; readonly want: ComputedValue }[] = [
  { name: "the same", input: fresh, want: { digest: "d1 by k1", since: before, isNew: false } },
  { name: "the same, sealed again and written again", input: { ...fresh, isReplaced: true }, want: { digest: "d1 by k1", since: before, isNew: false } },
  { name: "the same by a newer key", input: { ...fresh, digests: ["d9 by k2", "d1 by k1"] }, want: { digest: "d9 by k2", since: before, isNew: false } },
  { name: "another", input: { ...fresh, digests: ["d2 by k1"] }, want: { digest: "d2 by k1", since: now, isNew: true } },
  { name: "another by a newer key", input: { ...fresh, digests: ["d9 by k2", "d2 by k1"] }, want: { digest: "d9 by k2", since: now, isNew: true } },
  { name: "the key of the record is gone", input: { ...fresh, digests: ["d9 by k2"] }, want: { digest: "d9 by k2", since: before, isNew: false } },
  {
    name: "the key of the record is gone, and the value was replaced",
    input: { ...fresh, digests: ["d9 by k2"], isReplaced: true },
    want: { digest: "d9 by k2", since: now, isNew: true },
  },
  { name: "first", input: { ...fresh, recorded: undefined }, want: { digest: "d1 by k1", since: createdAt, isNew: false } },
  { name: "first after another controller", input: { ...fresh, recorded: undefined, isReplaced: true }, want: { digest: "d1 by k1", since: now, isNew: true } },
  { name: "first, Secret not seen yet", input: { ...fresh, recorded: undefined, createdAt: undefined }, want: { digest: "d1 by k1", since: now, isNew: false } },
];

for (const { name, input, want } of cases) test(`value: ${name}`, () => deepEqual(computeValue(input), want));
