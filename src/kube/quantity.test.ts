import assert from "node:assert/strict";
import { test } from "node:test";
import { canonicalQuantity, parseQuantity } from "./quantity.ts";

test("quantities take the spelling the API server stores", () => {
  const cases: readonly (readonly [string | number, string])[] = [
    ["0", "0"],
    ["0Gi", "0"],
    ["-0", "0"],
    [1, "1"],
    [0.5, "500m"],
    ["0.5", "500m"],
    [".5", "500m"],
    ["1.", "1"],
    ["+1", "1"],
    ["100m", "100m"],
    ["1000m", "1"],
    ["1500m", "1500m"],
    ["1.5", "1500m"],
    ["1000", "1k"],
    ["1024", "1024"],
    ["1024Mi", "1Gi"],
    ["1.5Gi", "1536Mi"],
    ["1023Ki", "1023Ki"],
    ["0.5Ki", "512"],
    ["0.1Ki", "102400m"],
    ["0.1Mi", "104857600m"],
    ["1e3", "1e3"],
    ["1E3", "1e3"],
    ["12e2", "1200"],
    ["1500e-3", "1500e-3"],
    ["1E", "1E"],
    ["1000E", "9223372036854775807"],
    ["10Ei", "9223372036854775807"],
    ["1n", "1n"],
    ["0.1n", "1n"],
    ["-1.5Gi", "-1536Mi"],
    ["128974848", "128974848"],
    ["129e6", "129e6"],
    ["123Mi", "123Mi"],
  ];
  for (const [input, want] of cases) assert.equal(canonicalQuantity(input), want, String(input));
});

test("what is no quantity is none", () => {
  for (const input of ["", "1KB", "Gi", ".", "1 Gi", "0x10", "1e", "--1", "1.2.3"]) assert.equal(parseQuantity(input), undefined, input);
  assert.throws(() => canonicalQuantity("1KB"), { code: "invalid", message: '"1KB" is no resource quantity' });
});

test("equal amounts compare equal whatever their suffix", () => {
  assert.equal(parseQuantity("1Gi")?.nanos, parseQuantity("1073741824")?.nanos);
  assert.equal(parseQuantity("1")?.nanos, parseQuantity("1000m")?.nanos);
});
