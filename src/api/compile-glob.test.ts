import { deepEqual } from "node:assert/strict";
import { describe, it } from "node:test";
import { compileGlob } from "./compile-glob.ts";

const cases: readonly { readonly pattern: string; readonly separator?: string; readonly matches: readonly string[]; readonly misses: readonly string[] }[] = [
  { pattern: "", matches: [""], misses: ["a"] },
  { pattern: "shop", matches: ["shop"], misses: ["shops", "sho", ""] },
  { pattern: "*", matches: ["", "shop", "shop/web\nb"], misses: [] },
  { pattern: "shop/*", matches: ["shop/", "shop/web", "shop/a/b"], misses: ["shop", "shops/web"] },
  { pattern: "*/web", matches: ["/web", "shop/web", "a/b/web"], misses: ["web", "shop/web-2"] },
  { pattern: "a*a", matches: ["aa", "aba"], misses: ["a", "ab"] },
  { pattern: "a*b*c*d", matches: ["abcd", "a-b-b-c-d"], misses: ["acbd", "abc", "abdc"] },
  { pattern: "*is*is*", matches: ["this is", "isis"], misses: ["this", "is"] },
  { pattern: "delete/*/Pod/*/*", matches: ["delete//Pod/shop/web", "delete/x/Pod/a/b"], misses: ["delete", "delete/apps/Deployment/a/b"] },
  { pattern: "a?c", matches: ["abc", "a/c", "a😀c"], misses: ["ac", "abbc"] },
  { pattern: "*?", matches: ["a", "ab"], misses: [""] },
  { pattern: "[abc]", matches: ["a", "c"], misses: ["d", "", "ab"] },
  { pattern: "[a-c]x", matches: ["ax", "cx"], misses: ["dx", "-x"] },
  { pattern: "[!a-c]x", matches: ["dx", "😀x"], misses: ["ax", "x"] },
  { pattern: "[!ab]", matches: ["c", "!"], misses: ["a", "b", ""] },
  { pattern: "[-a]", matches: ["-", "a"], misses: ["b"] },
  { pattern: "[^a]", matches: ["^", "a"], misses: ["b"] },
  { pattern: "[ab-d]", matches: ["a", "b", "-", "d"], misses: ["c"] },
  { pattern: "[\\]]", matches: ["]"], misses: ["\\"] },
  { pattern: "a]b", matches: ["a]b"], misses: ["ab"] },
  { pattern: "{dev,prod}-*", matches: ["dev-", "prod-1"], misses: ["test-1", "{dev,prod}-1"] },
  { pattern: "{a,ab}{bc,c}", matches: ["abc", "ac", "abbc"], misses: ["ab", "abcc"] },
  { pattern: "{{a,b},c}d", matches: ["ad", "bd", "cd"], misses: ["d", "{a,b}d"] },
  { pattern: "{,x}y", matches: ["y", "xy"], misses: ["xxy"] },
  { pattern: "{}a", matches: ["a"], misses: ["{}a"] },
  { pattern: "{a*,?b}", matches: ["a", "ab", "xb"], misses: ["b", "xbb"] },
  { pattern: "*{*0,}", matches: ["1", "10", ""], misses: [] },
  { pattern: "a,b}", matches: ["a,b}"], misses: ["a", "b"] },
  { pattern: "\\*", matches: ["*"], misses: ["a", "\\*"] },
  { pattern: "\\{a\\,b\\}", matches: ["{a,b}"], misses: ["a"] },
  { pattern: "a+(b.c)|d$", matches: ["a+(b.c)|d$"], misses: ["aab.c", "d"] },
  { pattern: "x/*", separator: "/", matches: ["x/", "x/a"], misses: ["x/a/b"] },
  { pattern: "x/**", separator: "/", matches: ["x/", "x/a", "x/a/b"], misses: ["x"] },
  { pattern: "x/?/z", separator: "/", matches: ["x/y/z"], misses: ["x///z", "x/yy/z"] },
  { pattern: "**a*b", separator: ".", matches: [".a.ab", "axc.ab", "a.axb"], misses: ["a.b"] },
  { pattern: "{*.a.*,*.b.*}", separator: ".", matches: ["x.a.y", "x.b.y"], misses: ["a.b", "x.x.a.y"] },
];

describe("A glob", () => {
  for (const { pattern, separator, matches, misses } of cases) {
    it(`${JSON.stringify(pattern)}${separator === undefined ? "" : ` within "${separator}"`}`, () => {
      const glob = compileGlob(pattern, separator);
      deepEqual({ matches: matches.filter((text) => glob?.(text)), misses: misses.filter((text) => glob?.(text) === false) }, { matches, misses });
    });
  }

  for (const pattern of ["[", "[]", "[!]", "[a", "[a-", "[a-]", "[c-a]", "[a-cx]", "{a,b", "{a,{b}", "a\\"]) {
    it(`${pattern} makes no sense`, () => deepEqual(compileGlob(pattern), undefined));
  }

  it("takes no time for what would take others for ever", { timeout: 10_000 }, () => {
    const text = "a".repeat(2_000);
    deepEqual([compileGlob("*a*a*a*a*a*a*a*a*b")?.(text), compileGlob("{*a,*a}{*a,*a}{*a,*a}{*a,*a}{*a,*a}{*a,*a}?b")?.(text)], [false, false]);
  });
});
