import assert from "node:assert/strict";
import { test } from "node:test";
import { startApiServer } from "../support/api-server.ts";

test("a server that cannot work is alive and not ready, and says so to anybody", async (t) => {
  const troubles: string[] = [];
  const api = await startApiServer({ deps: { findTroubles: async () => troubles } });
  t.after(() => api.close());
  const ask = async (path: string): Promise<string> => {
    const response = await fetch(api.url + path);
    return `${response.status} ${await response.text()}`;
  };
  const paths = ["/healthz", "/healthz?full=true", "/readyz"];
  assert.deepEqual(await Promise.all(paths.map(ask)), ["200 ok", "200 ok", "200 ok"]);
  troubles.push("The Kubernetes API does not answer", "Cannot list Applications");
  const text = "503 The Kubernetes API does not answer\nCannot list Applications";
  assert.deepEqual(await Promise.all(paths.map(ask)), ["200 ok", text, text]);
});
