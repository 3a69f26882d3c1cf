import assert from "node:assert/strict";
import { request, type IncomingMessage } from "node:http";
import { after, before, describe, it } from "node:test";
import { createClient, type ApplicationEvent, type SillageClient } from "../client/index.ts";
import { isSillageError } from "../errors/index.ts";
import { buildApplication } from "../../test/builders/application.ts";
import { startApiServer, type ApiServer } from "../../test/support/api-server.ts";
import { eventually } from "../../test/support/eventually.ts";

/** Follows a stream in the background. */
function follow(events: AsyncIterable<ApplicationEvent>) {
  const seen: string[] = [];
  const ended = (async () => {
    for await (const { type, application } of events) seen.push(`${type} ${application.metadata.name} ${application.status.sync?.status ?? ""}`.trim());
  })();
  return { seen, ended };
}

describe("The stream of applications", { timeout: 30_000 }, () => {
  let api: ApiServer;
  let client: SillageClient;
  before(async () => {
    api = await startApiServer();
    client = createClient({ server: api.url, token: api.token });
    await api.put(buildApplication({ name: "one" }));
    await api.put(buildApplication({ name: "two" }));
  });
  after(() => api.close());

  it("begins with what is there, then tells each change", async () => {
    const stop = new AbortController();
    const { seen, ended } = follow(client.watchApplications({ signal: stop.signal }));
    await eventually(() => assert.deepEqual(seen, ["ADDED one", "ADDED two"]));
    await api.put(buildApplication({ name: "three" }));
    await api.patch("three", { status: { sync: { status: "Synced" } } });
    await eventually(() => assert.deepEqual(seen.slice(2), ["ADDED three", "MODIFIED three Synced"]));
    await api.kube.delete(api.applications, { namespace: "argocd", name: "three" }, { signal: stop.signal });
    await eventually(() => assert.deepEqual(seen.slice(4), ["DELETED three Synced"]));
    const reason = new Error("enough");
    stop.abort(reason);
    await assert.rejects(ended, (error) => error === reason);
  });

  it("tells of one application only when asked so", async () => {
    const stop = new AbortController();
    const { seen, ended } = follow(client.watchApplications({ signal: stop.signal, name: "two" }));
    await eventually(() => assert.deepEqual(seen, ["ADDED two"]));
    await api.patch("one", { status: { sync: { status: "OutOfSync" } } });
    await api.patch("two", { status: { sync: { status: "OutOfSync" } } });
    await eventually(() => assert.deepEqual(seen, ["ADDED two", "MODIFIED two OutOfSync"]));
    stop.abort();
    await assert.rejects(ended);
  });

  it("does not wait for what is not there", async () => {
    const { ended } = follow(client.watchApplications({ signal: AbortSignal.timeout(5000), name: "none" }));
    await assert.rejects(ended, (error) => isSillageError(error, "forbidden") && error.message.startsWith("permission denied"));
  });

  it("gives a slow reader the newest state, not every one", async () => {
    const padding = "x".repeat(200_000);
    const reader = await openPaused(`${api.url}/api/v1/stream/applications?name=one`, api.token);
    const writes = 40;
    for (let index = 0; index <= writes; index += 1) await api.patch("one", { metadata: { annotations: { padding, index: String(index) } } });
    const indexes: number[] = [];
    let text = "";
    reader.setEncoding("utf8").on("data", (chunk: string) => {
      const lines = (text + chunk).split("\n");
      text = lines.pop() ?? "";
      for (const line of lines.filter((each) => each !== "")) indexes.push(Number(JSON.parse(line).result.application.metadata.annotations?.index ?? -1));
    });
    await eventually(() => assert.equal(indexes.at(-1), writes));
    assert.ok(indexes.length < writes, `${indexes.length} events for ${writes} writes`);
    assert.deepEqual(
      indexes.toSorted((a, b) => a - b),
      indexes,
    );
    reader.destroy();
  });

  it("ends when the server closes, with a clear reason", async () => {
    const closing = await startApiServer();
    await closing.put(buildApplication({ name: "one" }));
    const streaming = createClient({ server: closing.url, token: closing.token });
    const { seen, ended } = follow(streaming.watchApplications({ signal: AbortSignal.timeout(10_000) }));
    await eventually(() => assert.deepEqual(seen, ["ADDED one"]));
    await Promise.all([closing.close(), assert.rejects(ended, (error) => isSillageError(error, "unavailable") && error.message === "The server is stopping")]);
    await assert.rejects(
      streaming.fetchVersion({ signal: AbortSignal.timeout(5000) }),
      (error) => isSillageError(error, "unavailable") && error.message === `Cannot reach Sillage at "${closing.url}": is \`sillage server\` running`,
    );
  });
});

/** An answer nobody reads yet. */
function openPaused(url: string, token: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request(url, { headers: { authorization: `Bearer ${token}` } }, resolve)
      .on("error", reject)
      .end();
  });
}
