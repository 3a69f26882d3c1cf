import { deepEqual } from "node:assert/strict";
import { describe, it } from "node:test";
import * as fc from "fast-check";
import { compileRegex } from "./compile-regex.ts";

/** Decisions of Go's `regexp.MatchString`. */
const cases: readonly { readonly pattern: string; readonly matches: readonly string[]; readonly misses: readonly string[] }[] = [
  { pattern: "", matches: ["", "a"], misses: [] },
  { pattern: "b", matches: ["b", "abc"], misses: ["", "B"] },
  { pattern: "^a", matches: ["a", "ab"], misses: ["ba", "\na"] },
  { pattern: "a$", matches: ["a", "ba"], misses: ["a\n", "ab"] },
  { pattern: "^shop/web$", matches: ["shop/web"], misses: ["shop/web2", "workshop/web", "shop/web\n"] },
  { pattern: "^shop/.*$", matches: ["shop/", "shop/a/b"], misses: ["shop/a\nb", "shop"] },
  { pattern: "(?s)^shop/.*$", matches: ["shop/a\nb"], misses: [] },
  { pattern: "(?m)^b$", matches: ["a\nb\nc"], misses: ["abc"] },
  { pattern: "\\Ab\\z", matches: ["b"], misses: ["a\nb", "b\n"] },
  { pattern: "^(get|sync)$", matches: ["get", "sync"], misses: ["getsync", ""] },
  { pattern: "^(?:a|b|)c$", matches: ["ac", "bc", "c"], misses: ["abc"] },
  { pattern: "^(?P<app>web)(?<more>-\\d+)?$", matches: ["web", "web-12"], misses: ["web-"] },
  { pattern: "^a{2,3}$", matches: ["aa", "aaa"], misses: ["a", "aaaa"] },
  { pattern: "^a{2}b{1,}$", matches: ["aab", "aabbb"], misses: ["aa", "aaab"] },
  { pattern: "^(ab?)+?$", matches: ["a", "abaab"], misses: ["b", ""] },
  { pattern: "^(a*)*b$", matches: ["b", "aab"], misses: ["a"] },
  { pattern: "a{,2}", matches: ["a{,2}"], misses: ["aa"] },
  { pattern: "^[a-c_]+$", matches: ["abc_"], misses: ["d", ""] },
  { pattern: "^[^/]+$", matches: ["web", "é"], misses: ["a/b", ""] },
  { pattern: "^[]a-]$", matches: ["]", "a", "-"], misses: ["b"] },
  { pattern: "^[[:alpha:]\\d]+$", matches: ["a1"], misses: ["-"] },
  { pattern: "^[[:^space:]]$", matches: ["a"], misses: [" "] },
  { pattern: "^\\w+\\.\\W\\S\\s$", matches: ["web.-x "], misses: ["web.axx"] },
  { pattern: "\\bweb\\b", matches: ["web", "a/web-1"], misses: ["webs", "éweb2"] },
  { pattern: "web\\B", matches: ["webs"], misses: ["web-"] },
  { pattern: "(?i)^WEB-[a-c]$", matches: ["web-B", "Web-a"], misses: ["web-d"] },
  { pattern: "(?i)^[^a]$", matches: ["b"], misses: ["a", "A"] },
  { pattern: "^(?i:a)b$", matches: ["ab", "Ab"], misses: ["aB"] },
  { pattern: "^a(?i)b|c$", matches: ["aB", "abx", "xC"], misses: ["Ab"] },
  { pattern: "^\\pL\\p{Greek}\\PL$", matches: ["éλ1"], misses: ["éa1", "1λ1"] },
  { pattern: "^\\x41\\x{1F600}\\07$", matches: ["A😀\x07"], misses: ["A"] },
  { pattern: "^.$", matches: ["😀"], misses: ["ab"] },
  { pattern: "^\\Qa.b*\\E+$", matches: ["a.b*", "a.b**"], misses: ["axb*"] },
  { pattern: "^\\[\\]\\{\\}\\-\\/$", matches: ["[]{}-/"], misses: [] },
];

const refused = [
  "(",
  ")",
  "a)",
  "(a",
  "[",
  "[a",
  "[]",
  "[b-a]",
  "[[:nothing:]]",
  "*",
  "+a",
  "a|*",
  "(?",
  "(?=a)",
  "(?!a)",
  "(?<=a)",
  "(?<!a)",
  "(a)\\1",
  "\\q",
  "\\",
  "a**",
  "a{2}{3}",
  "a{1001}",
  "a{3,2}",
  "((a{100}){100}){100}",
  "\\pX",
  "(?P<n",
  "(?z)a",
  "*/*",
];

describe("A regular expression of Go", () => {
  for (const { pattern, matches, misses } of cases) {
    it(JSON.stringify(pattern), () => {
      const regex = compileRegex(pattern);
      deepEqual({ matches: matches.filter((text) => regex?.matches(text)), misses: misses.filter((text) => regex?.matches(text) === false) }, { matches, misses });
    });
  }

  for (const pattern of refused) it(`refuses ${pattern}`, () => deepEqual(compileRegex(pattern), undefined));
  it("refuses what nests too deep", () => deepEqual(compileRegex(`${"(".repeat(5_000)}${")".repeat(5_000)}`), undefined));

  const anchored = [
    { pattern: "^shop/web$", prefix: "shop/web", exact: true },
    { pattern: "^shop/.*$", prefix: "shop/", exact: false },
    { pattern: "^shop/a*", prefix: "shop/", exact: false },
    { pattern: "^shop|pay$", prefix: "", exact: false },
    { pattern: "(?i)^shop/", prefix: "", exact: false },
    { pattern: "(?m)^shop/", prefix: "", exact: false },
    { pattern: "shop/", prefix: "", exact: false },
  ];
  for (const { pattern, ...want } of anchored) {
    it(`knows what begins all that matches ${pattern}`, () => {
      const { prefix, exact } = compileRegex(pattern)!;
      deepEqual({ prefix, exact }, want);
    });
  }

  it("takes no time for what would take ours for ever", { timeout: 10_000 }, () => {
    const text = "a".repeat(2_000);
    deepEqual(
      ["^(a+)+$", "(a|aa)+$", "(.*)*b", "(((a*)*)*)*b", "a*a*a*a*a*a*a*b"].map((pattern) => compileRegex(pattern)?.matches(`${text}!`)),
      [false, false, false, false, false],
    );
  });

  it("matches as ours does where both mean the same", { timeout: 60_000 }, () => {
    const leaf = fc.constantFrom("a", "b", "/", ".", "[ab]", "[^a]", "\\w", "\\b", "^", "$", "\\.");
    const { pattern } = fc.letrec<{ readonly pattern: string }>((tie) => ({
      pattern: fc.oneof(
        { maxDepth: 4, withCrossShrink: true },
        leaf,
        fc.tuple(tie("pattern"), tie("pattern")).map(([left, right]) => `${left}${right}`),
        fc.tuple(tie("pattern"), tie("pattern")).map(([left, right]) => `(${left}|${right})`),
        fc.tuple(tie("pattern"), fc.constantFrom("*", "+", "?", "{2}", "{1,2}", "*?")).map(([inner, times]) => `(?:${inner})${times}`),
      ),
    }));
    const text = fc.string({ unit: fc.constantFrom("a", "b", "/", ".", "-", "\n"), maxLength: 6 });
    fc.assert(
      fc.property(pattern, text, (source, sample) => {
        deepEqual(compileRegex(source)?.matches(sample), new RegExp(source).test(sample));
      }),
      { numRuns: 3_000 },
    );
  });
});
