import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { systemClock } from "../../async/index.ts";
import { isSillageError } from "../../errors/index.ts";
import { getList, getString, type KubeObject } from "../../kube/index.ts";
import { buildApplication } from "../../../test/builders/application.ts";
import { createServiceWorld, encode, type As, type ServiceWorld } from "../../../test/support/service-world.ts";
import type { Operation } from "../operation/index.ts";
import { createClusterOperations } from "./operations.ts";

const nowMs = Date.parse("2026-03-02T12:00:00Z");
const inCluster = "https://kubernetes.default.svc";

function secret(values: Readonly<Record<string, string>>, metadata: KubeObject["metadata"] = {}): KubeObject {
  return { apiVersion: "v1", kind: "Secret", metadata: { ...metadata, labels: { "argocd.argoproj.io/secret-type": "cluster", ...metadata.labels } }, data: encode(values) };
}

describe("ClusterService", { timeout: 30_000 }, () => {
  const secrets: KubeObject[] = [];
  let isInClusterEnabled = true;
  let world: ServiceWorld;
  let operations: readonly Operation[];

  before(async () => {
    world = await createServiceWorld();
    operations = createClusterOperations({
      kube: world.kube,
      settings: { listSecrets: () => secrets, get: () => ({ isInClusterEnabled }) },
      applications: {
        list: () => [
          buildApplication(),
          buildApplication({ name: "api", spec: { destination: { name: "in-cluster" } } }),
          buildApplication({ spec: { destination: { name: "edge" } } }),
        ],
      },
      clock: { ...systemClock, now: () => nowMs },
    });
  });
  after(() => world.close());
  const call = (name: string, input: object, as?: As): Promise<unknown> => world.call(operations, `ClusterService/${name}`, input, as);

  it("shows the cluster it runs in, with its version and how many applications are there", async () => {
    const version = JSON.parse(await world.kube.fetchText("/version", { signal: world.signal })) as { major: string; minor: string };
    const serverVersion = `${version.major}.${version.minor}`;
    const connectionState = { status: "Successful", message: "", attemptedAt: "2026-03-02T12:00:00Z" };
    const want = { name: "in-cluster", server: inCluster, connectionState, serverVersion, info: { connectionState, serverVersion, applicationsCount: 2 } };
    assert.deepEqual(await call("List", {}), { items: [want] });
    assert.deepEqual(await call("Get", { id: inCluster }), want);
    assert.deepEqual(await call("Get", { id: "in-cluster", "id.type": "name" }), want);
  });

  it("shows clusters that are kept in Secrets, without any credentials", async () => {
    const config = JSON.stringify({ bearerToken: "s3cret" });
    const annotations = { note: "x", "kubectl.kubernetes.io/last-applied-configuration": "s3cret" };
    secrets.push(secret({ server: "https://edge.example.com/", name: "edge", project: "team", namespaces: "a, b", config }, { labels: { tier: "edge" }, annotations }));
    const connectionState = { status: "Unknown", message: "Only the cluster that Sillage runs in is served so far" };
    assert.deepEqual(await call("Get", { id: "https://edge.example.com" }), {
      name: "edge",
      server: "https://edge.example.com",
      project: "team",
      namespaces: ["a", "b"],
      labels: { tier: "edge" },
      annotations: { note: "x" },
      connectionState,
      info: { connectionState, applicationsCount: 1 },
    });
  });

  it("lets a Secret rename the cluster it runs in, and settings take it away", async () => {
    const names = async (): Promise<unknown> => getList(await call("List", {}), "items").map((item) => getString(item, "name"));
    secrets.push(secret({ server: inCluster, name: "home" }));
    assert.deepEqual(await names(), ["edge", "home"]);
    isInClusterEnabled = false;
    assert.deepEqual(await names(), ["edge"]);
    isInClusterEnabled = true;
  });

  it("shows what may be seen, and tells nothing of the rest", async () => {
    const as = { policy: "p, ada, clusters, get, team/*, allow" };
    assert.deepEqual(
      getList(await call("List", {}, as), "items").map((item) => getString(item, "name")),
      ["edge"],
    );
    assert.equal(getString(await call("Get", { id: "edge", "id.type": "name" }, as), "name"), "edge");
    for (const id of [inCluster, "https://none.example.com"]) {
      const message = `permission denied: there is no cluster "${id}" that you may get`;
      await assert.rejects(call("Get", { id }, as), (error) => isSillageError(error, "forbidden") && error.message === message);
    }
  });
});
