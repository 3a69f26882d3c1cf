import { deepEqual, equal, notEqual } from "node:assert/strict";
import { it } from "node:test";
import { openJson, sealJson } from "./sealed-text.ts";

const key = new TextEncoder().encode("server-secret-key");
const seal = { purpose: "login attempt", key } as const;
const text = sealJson({ state: "abc" }, seal);

it("opens what it sealed, and seals nothing twice alike", () => {
  deepEqual(openJson(text, seal), { state: "abc" });
  notEqual(sealJson({ state: "abc" }, seal), text);
  equal(text.includes("abc") || Buffer.from(text, "base64url").includes("abc"), false);
});

const refused = [
  { name: "for another purpose", text, seal: { ...seal, purpose: "session companion" } as const },
  { name: "with another key", text, seal: { ...seal, key: new TextEncoder().encode("another") } },
  { name: "changed", text: `${text.slice(0, -2)}AA`, seal },
  { name: "cut off", text: text.slice(0, 20), seal },
  { name: "made up", text: "x".repeat(80), seal },
  { name: "empty", text: "", seal },
];

for (const { name, text, seal } of refused) it(`does not open what is ${name}`, () => equal(openJson(text, seal), undefined));
