import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { getField, getString } from "../../src/kube/index.ts";
import { eventually } from "../support/eventually.ts";
import { findFreePort } from "../support/free-port.ts";
import { type ReceivedSpan, startTraceReceiver, type TraceReceiver } from "../support/trace-receiver.ts";
import { applicationOf, type ObservedProduct, settingsMap, startObservedProduct } from "./observed-product.ts";

const canary = "correct-horse";

describe("What can be seen of a running product", { timeout: 60_000 }, () => {
  let world: ObservedProduct;
  let receiver: TraceReceiver;
  let metricsUrl: string;

  before(async () => {
    receiver = await startTraceReceiver();
    const port = await findFreePort();
    metricsUrl = `http://127.0.0.1:${port}/metrics`;
    world = await startObservedProduct({
      metricsPort: String(port),
      metricsApplicationLabels: "team",
      metricsApplicationConditions: "ComparisonError",
      otlpAddress: receiver.address,
      otlpHeaders: "x-collector-key=collector-secret",
      otlpAttrs: "k8s.cluster.name:sandbox",
    });
    await world.apply({ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "argocd-cm", namespace: "argocd" }, data: { "resource.includeEventLabelKeys": "te*" } });
    await world.repository.commit("Add settings", { "shop/settings.json": settingsMap("dark") });
    await world.apply(applicationOf("shop", { repoURL: world.git.repositoryUrl, labels: { team: "web", tier: "front" } }));
    await world.apply(applicationOf("lost", { repoURL: `http://ada:${canary}@127.0.0.1:1/none.git` }));
    await eventually(async () => assert.match(await scrape(), /argocd_app_info\{[^}]*name="shop"[^}]*sync_status="Synced",health_status="Healthy"/));
  });
  after(async () => {
    await world.close();
    await receiver.close();
  });

  async function scrape(): Promise<string> {
    const response = await fetch(metricsUrl);
    assert.equal(response.status, 200);
    return response.text();
  }

  /** One metric, without what differs from run to run. */
  async function linesOf(...names: readonly string[]): Promise<readonly string[]> {
    const text = await scrape();
    return text
      .split("\n")
      .filter((line) => names.some((name) => line.startsWith(`${name}{`)))
      .map((line) => line.replaceAll(/127\.0\.0\.1:\d+/g, "git.test"))
      .toSorted();
  }

  it("counts applications, syncs and requests by Argo CD's names", async () => {
    await eventually(async () => assert.equal((await linesOf("argocd_app_condition")).length, 1));
    const of = (name: string) => `namespace="argocd",name="${name}",project="default"`;
    const server = "https://kubernetes.default.svc";
    assert.deepEqual(await linesOf("argocd_app_info", "argocd_app_labels", "argocd_app_condition", "argocd_app_sync_total", "argocd_app_orphaned_resources_count"), [
      `argocd_app_condition{${of("lost")},condition="ComparisonError"} 1`,
      `argocd_app_info{${of("lost")},autosync_enabled="true",repo="http://git.test/none",dest_server="${server}",dest_namespace="shop",sync_status="Unknown",health_status="Unknown",operation=""} 1`.replace(
        "ada:***@",
        "",
      ),
      `argocd_app_info{${of("shop")},autosync_enabled="true",repo="http://git.test/gitops",dest_server="${server}",dest_namespace="shop",sync_status="Synced",health_status="Healthy",operation=""} 1`,
      `argocd_app_labels{${of("lost")},label_team=""} 1`,
      `argocd_app_labels{${of("shop")},label_team="web"} 1`,
      `argocd_app_orphaned_resources_count{${of("lost")}} 0`,
      `argocd_app_orphaned_resources_count{${of("shop")}} 0`,
      `argocd_app_sync_total{${of("shop").replace('project="default"', `project="default",dest_server="${server}",phase="Succeeded",dry_run="false"`)}} 1`,
    ]);
  });

  it("measures queues, Git, the cluster and the process", async () => {
    const text = await scrape();
    for (const name of [
      'argocd_app_reconcile_bucket{le="0.25",namespace="argocd"',
      "argocd_app_sync_duration_seconds_total{",
      'argocd_app_k8s_request_total{namespace="argocd",name="shop",project="default",server="https://kubernetes.default.svc",response_code="200",verb="Patch",resource_kind="ConfigMap",resource_namespace="shop",dry_run="false"} 1',
      'workqueue_depth{name="app_reconciliation_queue"} 0',
      'workqueue_work_duration_seconds_count{name="app_reconciliation_queue"}',
      'argocd_git_request_total{repo="http://127.0.0.1',
      'argocd_cluster_connection_status{server="https://kubernetes.default.svc"',
      'argocd_cluster_events_total{server="https://kubernetes.default.svc",group="",kind="ConfigMap"}',
      "argocd_info{",
      "nodejs_eventloop_lag_p99_seconds",
      "nodejs_heap_size_used_bytes",
    ])
      assert.ok(text.includes(name), `no ${name} in:\n${text}`);
  });

  it("counts logins, and forgets an application that is gone", async () => {
    for (const password of ["wrong", "wrong"]) {
      const body = JSON.stringify({ username: "admin", password });
      await (await fetch(`${world.product.url}/api/v1/session`, { method: "POST", headers: { "content-type": "application/json" }, body })).text();
    }
    assert.deepEqual(await linesOf("argocd_login_request_total"), ['argocd_login_request_total{status="failure"} 2']);
    await world.apply(applicationOf("short-lived", { repoURL: world.git.repositoryUrl }));
    await eventually(async () => assert.match(await scrape(), /argocd_app_orphaned_resources_count\{[^}]*short-lived/));
    const { token } = await world.product.issueAdminToken();
    const response = await fetch(`${world.product.url}/api/v1/applications/short-lived?cascade=false`, {
      method: "DELETE",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    });
    assert.equal(response.status, 200, await response.text());
    await eventually(async () => assert.doesNotMatch(await scrape(), /short-lived/));
  });

  it("shows one trace from the webhook to the status", async () => {
    await world.repository.commit("Lighten up", { "shop/settings.json": settingsMap("light") });
    await world.announce(world.git.repositoryUrl);
    const trace = await eventually(() => {
      const webhook = receiver.spans.find(({ name }) => name === "server.Webhook");
      const spans = receiver.spans.filter(({ traceId }) => traceId === webhook?.traceId);
      assert.ok(
        spans.some(({ name }) => name === "controller.persistAppStatus"),
        JSON.stringify(receiver.spans),
      );
      return spans;
    });
    assert.deepEqual(await linesOf("argocd_webhook_requests_total"), ['argocd_webhook_requests_total{repo="http://git.test/gitops"} 1']);
    const repo = { "argocd.source.repo_url": world.git.repositoryUrl };
    const app = { "argocd.app.name": "shop", "argocd.app.namespace": "argocd", "argocd.app.project": "default" };
    const path = (leaf: string): readonly string[] =>
      pathOf(
        trace,
        trace.find(({ name }) => name === leaf),
      );
    assert.deepEqual(path("reposerver.Fetch"), ["server.Webhook", "reposerver.Refresh", "reposerver.Fetch"]);
    const refresh = ["server.Webhook", "reposerver.Refresh", "controller.Refresh"];
    assert.deepEqual(path("controller.GetRepoObjs.source"), [...refresh, "controller.GetRepoObjs", "controller.GetRepoObjs.source"]);
    assert.deepEqual(path("controller.diff"), [...refresh, "controller.diff"]);
    assert.deepEqual(path("sync.apply"), [...refresh, "controller.Operation", "sync.runTasks", "sync.apply"]);
    assert.deepEqual(path("controller.persistAppStatus"), [...refresh, "controller.persistAppStatus"]);
    assert.deepEqual(trace.find(({ name }) => name === "reposerver.Fetch")?.attributes, repo);
    assert.deepEqual(trace.find(({ name, attributes }) => name === "controller.Refresh" && attributes["argocd.app.name"] === "shop")?.attributes, app);
  });

  it("sends the collector its headers and the process's attributes, and no secret", async () => {
    const [first = ""] = receiver.texts;
    assert.match(first, /^POST \/v1\/traces .*"x-collector-key":"collector-secret"/);
    assert.match(first, /"k8s.cluster.name".*"sandbox"/);
    for (const text of [...receiver.texts, await scrape(), JSON.stringify(await world.list({ apiVersion: "v1", kind: "Event" }, "argocd"))])
      assert.doesNotMatch(text, new RegExp(canary));
  });

  it("tells of syncs and of what people do in Events that carry the wanted labels", async () => {
    const { token } = await world.product.issueAdminToken();
    const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
    const answer = await fetch(`${world.product.url}/api/v1/applications/shop/sync`, { method: "POST", headers, body: "{}" });
    assert.equal(answer.status, 200, await answer.text());
    const told = await eventually(async () => {
      const events = await world.list({ apiVersion: "v1", kind: "Event" }, "argocd");
      const about = events.filter((event) => getString(event, "involvedObject", "name") === "shop");
      const texts = about.map((event) => `${getString(event, "type")} ${getString(event, "reason")} ${getString(event, "message")?.replace(/[0-9a-f]{40}/, "<sha>")}`);
      assert.ok(texts.includes("Normal OperationStarted admin initiated sync"), texts.join("\n"));
      assert.deepEqual([...new Set(about.map((event) => JSON.stringify(event.metadata.labels)))], ['{"team":"web"}']);
      assert.equal(getString(about[0], "involvedObject", "kind"), "Application");
      assert.ok(getField(about[0], "involvedObject", "uid") !== undefined);
      return texts;
    });
    for (const text of ["Normal OperationStarted Initiated automated sync to '<sha>'", "Normal OperationCompleted Sync operation to <sha> succeeded"])
      assert.ok(told.includes(text), `no ${text} in:\n${told.join("\n")}`);
  });

  it("is alive and ready", async () => {
    for (const path of ["/healthz", "/healthz?full=true", "/readyz"]) {
      const response = await fetch(world.product.url + path);
      assert.deepEqual({ path, status: response.status, text: await response.text() }, { path, status: 200, text: "ok" });
    }
    assert.equal((await fetch(`${world.product.url}/metrics`)).status, 404);
  });
});

/** The names from the first span of the trace to this one. */
function pathOf(trace: readonly ReceivedSpan[], span: ReceivedSpan | undefined): readonly string[] {
  return span === undefined
    ? []
    : [
        ...pathOf(
          trace,
          trace.find(({ spanId }) => spanId === span.parentSpanId),
        ),
        span.name,
      ];
}
