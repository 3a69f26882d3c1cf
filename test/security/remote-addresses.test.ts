import { deepEqual, equal, match } from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { checkRemote } from "../../src/git/index.ts";
import { readSecretKey } from "../../src/settings/index.ts";
import { startApiServer, type ApiServer } from "../support/api-server.ts";
import { bearer, json, send } from "./send.ts";

describe("A repository URL that others may name leads the server", { timeout: 60_000 }, () => {
  let api: ApiServer;
  before(async () => {
    // As the product does it where others can reach the API.
    api = await startApiServer({
      deps: { checkRepository: ({ signal }, secret) => checkRemote(readSecretKey(secret, "url") ?? "", { access: { isLoopbackRefused: true }, signal }) },
    });
  });
  after(() => api.close());

  const urls = [
    "http://169.254.169.254/latest/meta-data/",
    "http://[fe80::1]/x.git",
    "http://[fd00:ec2::254]/x.git",
    "http://127.0.0.1:8080/x.git",
    "http://localhost:8080/x.git",
    "http://2130706433/x.git",
    "http://0x7f.1/x.git",
    "http://[::1]/x.git",
    "http://[::ffff:169.254.169.254]/x.git",
    "ssh://git@127.0.0.1/x.git",
    "git@localhost:x.git",
    "file:///etc/passwd",
    "/etc",
    "ext::sh -c id",
  ];
  for (const repo of urls) {
    it(`not to ${repo}`, async () => {
      const { status, body } = await send(api.url, "/api/v1/repositories", { method: "POST", headers: { ...bearer(api.token), ...json }, body: JSON.stringify({ repo }) });
      match(String(status), /^40[03]$/, body);
    });
  }

  it("nowhere for a push that is not signed", async () => {
    const body = JSON.stringify({ ref: "refs/heads/main", repository: { html_url: "http://169.254.169.254/x" } });
    const { status } = await send(api.url, "/api/webhook", { method: "POST", headers: { ...json, "x-github-event": "push" }, body });
    equal(status, 401);
    deepEqual(api.answers.pushes, []);
  });
});
