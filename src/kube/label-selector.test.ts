import assert from "node:assert/strict";
import { test } from "node:test";
import { parseLabelSelector } from "./label-selector.ts";

const objects = {
  web: { tier: "web", env: "staging", "example.com/size": "3" },
  db: { tier: "db", env: "production", "example.com/size": "12" },
  bare: {},
};

test("selectors take the objects kubectl would show", () => {
  const cases: Readonly<Record<string, readonly string[]>> = {
    "": ["web", "db", "bare"],
    "tier=web": ["web"],
    " tier == web ": ["web"],
    "tier!=web": ["db", "bare"],
    "tier=": [],
    "tier!=": ["web", "db", "bare"],
    tier: ["web", "db"],
    "!tier": ["bare"],
    "! tier": ["bare"],
    "env in (staging, production)": ["web", "db"],
    "env in (staging),tier=db": [],
    "env notin (staging)": ["db", "bare"],
    "env in (staging,production),tier!=web": ["db"],
    "example.com/size>3": ["db"],
    "example.com/size<4": ["web"],
    constructor: [],
  };
  for (const [selector, want] of Object.entries(cases)) {
    const matches = parseLabelSelector(selector);
    const got = Object.entries(objects).filter(([, labels]) => matches(labels));
    assert.deepEqual(
      got.map(([name]) => name),
      want,
      selector,
    );
  }
});

test("a malformed selector says where", () => {
  for (const requirement of ["=a", "a=b=c", "a b", "a in b", "a in (b", "-a", "a=-", "a>b", "a/b/c", "A/b", "x".repeat(64)]) {
    assert.throws(() => parseLabelSelector(`ok,${requirement}`), { code: "invalid", message: `Label selector "ok,${requirement}" is malformed at "${requirement}"` });
  }
  assert.throws(() => parseLabelSelector("a,,b"), { code: "invalid" });
});
