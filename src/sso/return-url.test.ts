import { equal } from "node:assert/strict";
import { it } from "node:test";
import { isReturnUrlPermitted } from "./return-url.ts";

const ours = ["https://cd.example.com/argo", "http://localhost:8080"];

const cases: readonly (readonly [url: string, want: boolean])[] = [
  ["https://cd.example.com/argo", true],
  ["https://cd.example.com/argo/applications?view=tree#top", true],
  ["http://localhost:8080", true],
  ["http://localhost:8080/applications", true],
  ["https://cd.example.com/", false],
  ["https://cd.example.com/argo-evil", false],
  ["https://cd.example.com/argo/../evil", false],
  ["https://cd.example.com/argo/%2e%2e/evil", false],
  ["http://cd.example.com/argo", false],
  ["https://cd.example.com:8443/argo", false],
  ["https://cd.example.com.evil.example/argo", false],
  ["https://cd.example.com@evil.example/argo", false],
  ["https://user@cd.example.com/argo", false],
  ["https:\\\\evil.example/argo", false],
  ["https://cd.example.com/argo\r\nSet-Cookie: a=b", false],
  ["//evil.example", false],
  ["/applications", false],
  ["javascript:alert(1)", false],
  ["", false],
];

for (const [url, want] of cases) it(`${want ? "goes back to" : "goes nowhere near"} ${JSON.stringify(url)}`, () => equal(isReturnUrlPermitted(url, ours), want));
