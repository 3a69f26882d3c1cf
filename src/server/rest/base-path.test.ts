import { equal } from "node:assert/strict";
import { test } from "node:test";
import { stripBasePath } from "./base-path.ts";

const rows = [
  { url: "/api/version?a=/cd", basePath: "", want: "/api/version?a=/cd" },
  { url: "/cd/api/version?a=1", basePath: "/cd", want: "/api/version?a=1" },
  { url: "/cd", basePath: "/cd", want: "/" },
  { url: "/readyz", basePath: "/cd", want: "/readyz" },
  { url: "/healthz?full=true", basePath: "/cd", want: "/healthz?full=true" },
  { url: "/healthzz", basePath: "/cd", want: "/-/outside" },
  { url: "/cd?x=1", basePath: "/cd", want: "/?x=1" },
  { url: "/cdx/api/version", basePath: "/cd", want: "/-/outside" },
  { url: "/api/version", basePath: "/cd", want: "/-/outside" },
  { url: "/healthz", basePath: "/cd", want: "/healthz" },
  { url: "/cd/healthz", basePath: "/cd", want: "/healthz" },
];
for (const { url, basePath, want } of rows) test(`${url} below "${basePath}" is ${want}`, () => equal(stripBasePath(url, basePath), want));
