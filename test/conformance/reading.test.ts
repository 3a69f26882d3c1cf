import assert from "node:assert/strict";
import { getNumber, getString } from "../../src/kube/index.ts";
import { eventually } from "../support/eventually.ts";
import { configMap, deployment, unscheduledPod } from "./harness/manifests.ts";
import { conformance } from "./harness/suite.ts";
import { parseTable } from "./harness/table.ts";

conformance("reading", (item) => {
  item({ number: 1, title: "kubectl version names the server's version" }, async ({ kubectl }) => {
    assert.match(await kubectl.ok(["version"]), /^Server Version: v1\.\d+\.\d+/m);
  });

  item({ number: 2, title: "kubectl api-resources lists deployments; discovery answers an unchanged ETag with 304", coldDiscovery: true }, async ({ kubectl, api }) => {
    const { rows } = parseTable(await kubectl.ok(["api-resources"]));
    assert.deepEqual(
      rows.find(([name]) => name === "deployments"),
      ["deployments", "deploy", "apps/v1", "true", "Deployment"],
    );
    const accept = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";
    const first = await api.send("GET", "/apis", { headers: { accept } });
    assert.equal(first.headers["content-type"], accept);
    assert.equal(getString(first.body, "kind"), "APIGroupDiscoveryList");
    const second = await api.send("GET", "/apis", { headers: { accept, "if-none-match": first.headers.etag ?? "" } });
    assert.deepEqual([second.status, second.body], [304, ""]);
  });

  item({ number: 3, title: "kubectl get ns shows the four namespaces of a new cluster" }, async ({ kubectl }) => {
    const { columns, rows } = parseTable(await kubectl.ok(["get", "ns"]));
    assert.deepEqual(columns, ["NAME", "STATUS", "AGE"]);
    for (const name of ["default", "kube-node-lease", "kube-public", "kube-system"]) {
      assert.deepEqual(rows.find((row) => row[0] === name)?.slice(0, 2), [name, "Active"]);
    }
  });

  item({ number: 4, title: "an unknown kind and an absent object are told apart" }, async ({ kubectl }) => {
    assert.deepEqual(await kubectl.run(["get", "foo"]), { exitCode: 1, stdout: "", stderr: `error: the server doesn't have a resource type "foo"\n` });
    assert.deepEqual(await kubectl.run(["get", "cm", "nope"]), { exitCode: 1, stdout: "", stderr: `Error from server (NotFound): configmaps "nope" not found\n` });
  });

  item({ number: 35, title: "tables of pods, Deployments, ReplicaSets and all" }, async ({ kubectl, api, path }) => {
    await api.send("POST", path("apps/v1", "deployments"), { body: deployment("web", { replicas: 2 }) });
    await api.send("POST", path("v1", "services"), { body: { metadata: { name: "web" }, spec: { selector: { app: "web" }, ports: [{ port: 80 }] } } });
    const pods = await eventually(async () => {
      const table = parseTable(await kubectl.ok(["get", "pods", "-o", "wide"]));
      assert.equal(table.rows.length, 2);
      return table;
    });
    assert.deepEqual(pods.columns, ["NAME", "READY", "STATUS", "RESTARTS", "AGE", "IP", "NODE", "NOMINATED NODE", "READINESS GATES"]);

    const both = await kubectl.ok(["get", "deploy,rs"]);
    const [deployments = "", replicaSets = ""] = both.split("\n\n");
    assert.deepEqual(parseTable(deployments).columns, ["NAME", "READY", "UP-TO-DATE", "AVAILABLE", "AGE"]);
    assert.deepEqual(parseTable(deployments).rows[0]?.slice(0, 3), ["deployment.apps/web", parseTable(deployments).rows[0]?.[1], "2"]);
    assert.deepEqual(parseTable(replicaSets).columns, ["NAME", "DESIRED", "CURRENT", "READY", "AGE"]);
    assert.deepEqual(parseTable(replicaSets).rows[0]?.slice(1, 3), ["2", "2"]);

    const all = await kubectl.ok(["get", "all"]);
    const sections = all.split("\n\n").map((section) => parseTable(section));
    assert.deepEqual(
      sections.map(({ rows }) => rows[0]?.[0]?.split("/")[0]),
      ["pod", "service", "deployment.apps", "replicaset.apps"],
    );
    assert.deepEqual(sections[1]?.columns, ["NAME", "TYPE", "CLUSTER-IP", "EXTERNAL-IP", "PORT(S)", "AGE"]);
    assert.deepEqual(sections[1]?.rows[0]?.toSpliced(2, 1).slice(0, 4), ["service/web", "ClusterIP", "<none>", "80/TCP"]);
  });

  item({ number: 37, title: "field and label selectors filter; bad ones are refused" }, async ({ kubectl, api, path }) => {
    const labels: Record<string, Record<string, string>> = { one: { a: "b" }, two: { a: "c", d: "" }, three: { a: "c" }, four: { a: "x" } };
    for (const [name, values] of Object.entries(labels)) await api.send("POST", path("v1", "pods"), { body: unscheduledPod(name, values) });
    await api.send("PATCH", path("v1", "pods/three/status"), { body: { status: { phase: "Running" } }, contentType: "application/merge-patch+json" });
    assert.equal(await kubectl.ok(["get", "pods", "--field-selector", "status.phase=Running", "-o", "name"]), "pod/three\n");
    assert.equal(await kubectl.ok(["get", "pods", "-l", "a in (b,c),!d", "-o", "name"]), "pod/one\npod/three\n");
    assert.equal(await kubectl.ok(["get", "pods", "-l", "a,a notin (b,c)", "-o", "name"]), "pod/four\n");
    assert.equal(await kubectl.ok(["get", "pods", "--field-selector", "metadata.name!=one", "-l", "a=b", "-o", "name"]), "");

    const field = await api.send("GET", path("v1", "configmaps?fieldSelector=data.x%3D1"));
    assert.deepEqual([field.status, getString(field.body, "reason")], [400, "BadRequest"]);
    assert.match(getString(field.body, "message") ?? "", /"data\.x" is not a known field selector: only "metadata\.name", "metadata\.namespace"/);
    const label = await api.send("GET", path("v1", "configmaps?labelSelector=a%20in%20("));
    assert.deepEqual([label.status, getString(label.body, "reason")], [400, "BadRequest"]);
  });

  item({ number: 43, title: "kubectl explain shows fields and descriptions" }, async ({ kubectl }) => {
    const text = await kubectl.ok(["explain", "deploy.spec.strategy"]);
    assert.match(text, /^GROUP: +apps$/m);
    assert.match(text, /^KIND: +Deployment$/m);
    assert.match(text, /^FIELD: strategy <DeploymentStrategy>$/m);
    assert.match(text, /^ {2}rollingUpdate\t<RollingUpdateDeployment>$/m);
    assert.match(text, /^DESCRIPTION:\n {4}\S+/m);
  });

  item({ number: 36, title: "kubectl follows pages; all of them show the state of the first" }, async ({ kubectl, api, path }) => {
    for (const name of ["a", "b", "c", "d", "e"]) await api.send("POST", path("v1", "configmaps"), { body: configMap(name, {}) });
    const names = await kubectl.ok(["get", "cm", "--chunk-size=2", "-o", "name"]);
    assert.deepEqual(
      names
        .trim()
        .split("\n")
        .filter((name) => !name.endsWith("kube-root-ca.crt")),
      ["a", "b", "c", "d", "e"].map((name) => `configmap/${name}`),
    );
    const first = await api.send("GET", path("v1", "configmaps?limit=2"));
    const next = getString(first.body, "metadata", "continue") ?? "";
    assert.ok((getNumber(first.body, "metadata", "remainingItemCount") ?? 0) >= 3);
    await api.send("DELETE", path("v1", "configmaps/c"));
    const second = await api.send("GET", path("v1", `configmaps?limit=2&continue=${encodeURIComponent(next)}`));
    assert.equal(getString(second.body, "items", 0, "metadata", "name"), "c");
    assert.equal(getString(second.body, "metadata", "resourceVersion"), getString(first.body, "metadata", "resourceVersion"));
  });
});
