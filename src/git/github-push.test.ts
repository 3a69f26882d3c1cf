import assert from "node:assert/strict";
import { test } from "node:test";
import { createHmac } from "node:crypto";
import { parseGithubPush } from "./github-push.ts";

const zero = "0".repeat(40);
const one = "1".repeat(40);
const payload = {
  ref: "refs/heads/main",
  before: zero,
  after: one,
  commits: [
    { added: ["a"], modified: ["b"], removed: [] },
    { added: [], modified: ["b"], removed: ["c"] },
  ],
  repository: { clone_url: "https://git.example/shop/web.git", html_url: "https://git.example/shop/web" },
};
const body = Buffer.from(JSON.stringify(payload));
const want = { repoUrls: [payload.repository.clone_url, payload.repository.html_url], ref: "refs/heads/main", before: zero, after: one, changedFiles: ["a", "b", "c"] };
const signature = `sha256=${createHmac("sha256", "key").update(body).digest("hex")}`;

test("parses a push event, bare, as a form, and signed", () => {
  const headers = { "x-github-event": "push" };
  assert.deepEqual(parseGithubPush({ headers, body }, undefined), want);
  const form = Buffer.from(new URLSearchParams({ payload: body.toString() }).toString());
  assert.deepEqual(parseGithubPush({ headers: { ...headers, "content-type": "application/x-www-form-urlencoded" }, body: form }, ""), want);
  assert.deepEqual(parseGithubPush({ headers: { ...headers, "x-hub-signature-256": signature }, body }, "key"), want);
});

test("other events are none", () => {
  assert.equal(parseGithubPush({ headers: { "x-github-event": "ping" }, body: Buffer.from("{}") }, undefined), undefined);
});

const refused: readonly { readonly name: string; readonly signature?: string; readonly body: Buffer; readonly secret?: string; readonly code: string }[] = [
  { name: "no signature", body, secret: "key", code: "unauthenticated" },
  { name: "a signature by another key", signature, body, secret: "other", code: "unauthenticated" },
  { name: "a changed body", signature, body: Buffer.concat([body, Buffer.from(" ")]), secret: "key", code: "unauthenticated" },
  { name: "no JSON", body: Buffer.from("{"), code: "invalid" },
  { name: "no repository", body: Buffer.from('{"ref":"refs/heads/main"}'), code: "invalid" },
];

for (const { name, signature: given, body: sent, secret, code } of refused) {
  test(`refuses ${name}`, () => {
    assert.throws(() => parseGithubPush({ headers: { "x-github-event": "push", "x-hub-signature-256": given }, body: sent }, secret), { name: "SillageError", code });
  });
}
