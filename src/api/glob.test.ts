import { deepEqual } from "node:assert/strict";
import { test } from "node:test";
import { matchGlob } from "./glob.ts";

const cases = [
  { pattern: "*", text: "a/b", want: true },
  { pattern: "apps", text: "apps", want: true },
  { pattern: "app?", text: "apps", want: true },
  { pattern: "a*s", text: "a/b/s", want: true },
  { pattern: "https://x/*", text: "https://x/a", separator: "/", want: true },
  { pattern: "https://x/*", text: "https://x/a/b", separator: "/", want: false },
  { pattern: "https://x/**", text: "https://x/a/b", separator: "/", want: true },
  { pattern: "{dev,prod}-*", text: "prod-1", want: true },
  { pattern: "{dev,prod}-*", text: "test-1", want: false },
  { pattern: "a[!b]c", text: "abc", want: false },
  { pattern: "a.c", text: "abc", want: false },
  { pattern: "a(b", text: "a(b", want: true },
  { pattern: "a+(b*", text: "a+(bcd", want: true },
];

for (const { pattern, text, separator, want } of cases) {
  test(`${pattern} on ${text}${separator === undefined ? "" : ` within ${separator}`}`, () => {
    deepEqual(matchGlob(pattern, text, separator === undefined ? {} : { separator }), want);
  });
}
