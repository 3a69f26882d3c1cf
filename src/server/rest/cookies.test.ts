import { deepEqual, equal } from "node:assert/strict";
import { describe, it } from "node:test";
import { formatCookie, parseCookies, readCookie } from "./cookies.ts";

const options = { path: "/", isSecure: false };

describe("Cookies", () => {
  const values = [
    { name: "a short value in one", value: "abc", names: ["t"] },
    { name: "a long value in parts", value: "x".repeat(9_000), names: ["t", "t-1", "t-2"] },
  ];
  for (const { name, value, names } of values) {
    it(`carries ${name}`, () => {
      const set = formatCookie("t", value, { ...options, present: new Map() });
      const pairs = set.map((line) => line.split("; ", 1)[0] ?? "");
      deepEqual(
        pairs.map((pair) => pair.split("=")[0]),
        names,
      );
      equal(readCookie(parseCookies(pairs.join("; ")), "t"), value);
      for (const line of set) equal(line.length < 4_096, true);
    });
  }

  it("is closed to scripts and other sites, and to plain HTTP where there is HTTPS", () => {
    deepEqual(formatCookie("t", "v", { path: "/sillage", isSecure: true, maxAgeSeconds: 60, present: new Map() }), [
      "t=v; Path=/sillage; Max-Age=60; HttpOnly; SameSite=Lax; Secure",
    ]);
  });

  it("removes the parts an older value left", () => {
    const present = parseCookies("t=3:a; t-1=b; t-2=c; t-x=other; other=1");
    deepEqual(formatCookie("t", "v", { ...options, present }), [
      "t=v; Path=/; HttpOnly; SameSite=Lax",
      "t-1=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax",
      "t-2=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax",
    ]);
    deepEqual(
      formatCookie("t", undefined, { ...options, present }).map((line) => line.split("; ", 1)[0]),
      ["t=", "t-1=", "t-2="],
    );
  });

  const reads: readonly { readonly header: string | undefined; readonly want: string | undefined }[] = [
    { header: undefined, want: undefined },
    { header: "t=", want: undefined },
    { header: "a=1; t=v=w; b", want: "v=w" },
    { header: "t=first; t=second", want: "first" },
    { header: "t=2:a; t-1=b; t-2=c", want: "ab" },
    { header: "t=2:a", want: "a" },
    { header: "t=99:a", want: undefined },
  ];
  for (const { header, want } of reads) it(`reads ${header ?? "no header"}`, () => equal(readCookie(parseCookies(header), "t"), want));
});
