import assert from "node:assert/strict";
import { test } from "node:test";
import { parseImage } from "./parse-image.ts";
import { createRegistry } from "./registry.ts";

test("parseImage", () => {
  const digest = `sha256:${"a".repeat(64)}`;
  const cases = [
    ["nginx", { host: "docker.io", repository: "library/nginx", tag: "latest", digest: undefined }],
    ["bitnami/redis:7.2", { host: "docker.io", repository: "bitnami/redis", tag: "7.2", digest: undefined }],
    ["ghcr.io/acme/shop/web:v1", { host: "ghcr.io", repository: "acme/shop/web", tag: "v1", digest: undefined }],
    ["localhost:5000/web:1", { host: "localhost:5000", repository: "web", tag: "1", digest: undefined }],
    [`web@${digest}`, { host: "docker.io", repository: "library/web", tag: "", digest }],
    ["Web", undefined],
    ["web:", undefined],
    ["web::1", undefined],
    ["", undefined],
    ["a b", undefined],
  ] as const;
  for (const [image, want] of cases) assert.deepEqual(parseImage(image), want, image);
});

test("the registry has everything but what its name says it has not", () => {
  const pull = (name: string, hosts: readonly string[] = []) => {
    const image = parseImage(name);
    assert.ok(image !== undefined);
    const outcome = createRegistry().pull({ image, secretHosts: new Set(hosts) });
    return outcome.kind === "ok" ? "ok" : outcome.message;
  };
  assert.equal(pull("nginx:1"), "ok");
  assert.match(pull("nginx:broken"), /^rpc error: code = NotFound desc = .*nginx:broken: not found$/);
  assert.match(pull("acme/does-not-exist:1"), /not found$/);
  assert.match(pull("reg.example/private/web:1"), /pull access denied/);
  assert.equal(pull("reg.example/private/web:1", ["reg.example"]), "ok");
});
