import assert from "node:assert/strict";
import { test } from "node:test";
import { isSameRepo, maskUrl, normalizeRepoUrl, parseRemoteUrl } from "./repo-url.ts";

test("normalizes URLs as Argo CD compares them", () => {
  const urls = {
    "https://GitHub.com/Org/Repo.git": "https://github.com/org/repo",
    "git@github.com:org/repo.git": "git@github.com/org/repo",
    "ssh://git@github.com/org/repo": "git@github.com/org/repo",
    " https://h/x/ ": "https://h/x",
    "file:///srv/x.git": "file:///srv/x",
  };
  assert.deepEqual(Object.fromEntries(Object.keys(urls).map((url) => [url, normalizeRepoUrl(url)])), urls);
});

test("knows a repository by its host and path", () => {
  assert.ok(isSameRepo("https://github.com/org/repo", "git@github.com:org/repo.git"));
  assert.ok(isSameRepo("https://u:p@host:8443/x.git", "ssh://git@host:22/x"));
  assert.ok(!isSameRepo("https://github.com/org/repo", "https://github.com/org/repo2"));
  assert.ok(!isSameRepo("https://a/org/repo", "https://b/org/repo"));
});

test("gives Git a URL that it cannot read in another way than we do", () => {
  assert.deepEqual(parseRemoteUrl("http://good.example\\@127.0.0.1/x.git"), { url: "http://good.example/@127.0.0.1/x.git" });
  assert.deepEqual(parseRemoteUrl("http://ev\til.example/x.git"), { url: "http://evil.example/x.git" });
});

test("takes user and password out of a URL", () => {
  assert.deepEqual(parseRemoteUrl("https://ada:p%40ss@host/x.git"), { url: "https://host/x.git", username: "ada", password: "p@ss" });
  assert.deepEqual(parseRemoteUrl("git@host:x.git"), { url: "git@host:x.git" });
  assert.deepEqual(parseRemoteUrl("https://100%:p@host/x.git"), { url: "https://host/x.git", username: "100%", password: "p" });
  assert.deepEqual(parseRemoteUrl("https://HOST/x.git"), { url: "https://host/x.git" });
  assert.equal(maskUrl("fatal: https://ada:pw@host/x.git"), "fatal: https://host/x.git");
});
