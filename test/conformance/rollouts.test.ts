import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { getField, getList, getNumber, getString } from "../../src/kube/index.ts";
import { eventually } from "../support/eventually.ts";
import { deployment } from "./harness/manifests.ts";
import { conformance, type World } from "./harness/suite.ts";

const good = [{ name: "web", image: "registry.example/web:1" }];
const better = [{ name: "web", image: "registry.example/web:2" }];
const broken = [{ name: "web", image: "registry.example/web:broken" }];
const success = `deployment "web" successfully rolled out`;

conformance("rollouts", (item) => {
  item({ number: 57, title: "kubectl rollout status tells a first and a rolling update to the end", nodes: true }, async ({ kubectl }) => {
    await kubectl.applied(deployment("web", { replicas: 3, containers: good }));
    const first = lines(await kubectl.ok(["rollout", "status", "deploy/web", "--timeout=30s"]));
    assert.deepEqual(
      phasesOf(first).filter((phase) => phase !== "new replicas"),
      ["availability", "done"],
    );

    await kubectl.applied(deployment("web", { replicas: 3, containers: better }));
    const second = lines(await kubectl.ok(["rollout", "status", "deploy/web", "--timeout=30s"]));
    assert.deepEqual(phasesOf(second), ["new replicas", "old replicas", "done"]);
    const object = await kubectl.get("deploy", "web");
    assert.equal(getString(object, "metadata", "annotations", "deployment.kubernetes.io/revision"), "2");
    const progressing = getList(object, "status", "conditions").find((condition) => getString(condition, "type") === "Progressing");
    assert.deepEqual([getString(progressing, "status"), getString(progressing, "reason")], ["True", "NewReplicaSetAvailable"]);
    assert.equal(getNumber(object, "status", "observedGeneration"), getNumber(object, "metadata", "generation"));
  });

  item({ number: 59, title: "an image that is not there stops the rollout; the old pods go on serving", nodes: true }, failedRollout);

  item({ number: 66, title: "kubectl wait for creation, a condition and a value", nodes: true }, async ({ kubectl }) => {
    const appears = kubectl.ok(["wait", "--for=create", "deploy/web", "--timeout=30s"]);
    await kubectl.applied(deployment("web", { replicas: 2, containers: good }));
    assert.equal(await appears, "deployment.apps/web condition met\n");
    assert.equal(await kubectl.ok(["wait", "--for=condition=Available", "deploy/web", "--timeout=30s"]), "deployment.apps/web condition met\n");
    assert.equal(await kubectl.ok(["wait", "--for=jsonpath={.status.readyReplicas}=2", "deploy/web", "--timeout=30s"]), "deployment.apps/web condition met\n");
    const late = await kubectl.run(["wait", "--for=jsonpath={.spec.replicas}=9", "deploy/web", "--timeout=1s"]);
    assert.deepEqual([late.exitCode, lines(late.stderr).at(-1)], [1, "error: timed out waiting for the condition on deployments/web"]);
  });

  item({ number: 66, title: "kubectl wait for deletion lasts as long as a finalizer does" }, async ({ api, kubectl, path }) => {
    const url = path("v1", "configmaps/held");
    await api.send("POST", path("v1", "configmaps"), { body: { metadata: { name: "held", finalizers: ["conformance.sillage.dev/hold"] } } });
    await kubectl.ok(["delete", "cm", "held", "--wait=false"]);
    const early = await kubectl.run(["wait", "--for=delete", "cm/held", "--timeout=2s"]);
    assert.deepEqual([early.exitCode, lines(early.stderr).at(-1)], [1, "error: timed out waiting for the condition on configmaps/held"]);
    const gone = kubectl.ok(["wait", "--for=delete", "cm/held", "--timeout=30s"]);
    await delay(1_000);
    await api.send("PATCH", url, { body: { metadata: { finalizers: null } }, contentType: "application/merge-patch+json" });
    assert.equal(await gone, "configmap/held condition met\n");
  });

  item({ number: 67, title: "kubectl describe and get events tell how the Deployment scaled, in order" }, async ({ kubectl }) => {
    await kubectl.applied(deployment("web", { replicas: 2, containers: good }));
    const events = async (): Promise<readonly string[]> => {
      const text = await kubectl.ok([
        "get",
        "events",
        "--field-selector",
        "involvedObject.name=web,involvedObject.kind=Deployment",
        "--sort-by=.metadata.creationTimestamp",
        "-o",
        "jsonpath={range .items[*]}{.reason}: {.message}{'\\n'}{end}",
      ]);
      return lines(text).map((line) => line.replace(/web-[0-9a-z]+/, "web-hash"));
    };
    const up = "ScalingReplicaSet: Scaled up replica set web-hash from 0 to 2";
    await eventually(async () => assert.deepEqual(await events(), [up]));
    // Times of events count whole seconds: the next one must not share the second of the first.
    await delay(1_100);
    await kubectl.ok(["scale", "deploy", "web", "--replicas=1"]);
    await eventually(async () => assert.deepEqual(await events(), [up, "ScalingReplicaSet: Scaled down replica set web-hash from 2 to 1"]));

    const text = await kubectl.ok(["describe", "deploy", "web"]);
    assert.match(text, /^Name: +web$/m);
    assert.match(text, /^Selector: +app=web$/m);
    assert.match(text, /^StrategyType: +RollingUpdate$/m);
    assert.match(text, /^RollingUpdateStrategy: +25% max unavailable, 25% max surge$/m);
    assert.match(text, /^NewReplicaSet: +web-[0-9a-z]+ \(1\/1 replicas created\)$/m);
    assert.deepEqual(
      [...text.matchAll(/^ +Normal +ScalingReplicaSet .* (Scaled (?:up|down)) replica set/gm)].map((match) => match[1]),
      ["Scaled up", "Scaled down"],
    );
  });
});

async function failedRollout({ api, kubectl, path }: World): Promise<void> {
  await kubectl.applied(deployment("web", { replicas: 3, containers: good, spec: { progressDeadlineSeconds: 5 } }));
  await kubectl.ok(["rollout", "status", "deploy/web", "--timeout=30s"]);
  const started = await api.send("GET", path("apps/v1", "deployments/web"));
  const watch = await api.watch(path("apps/v1", `deployments?watch=1&resourceVersion=${getString(started.body, "metadata", "resourceVersion")}`));
  await kubectl.applied(deployment("web", { replicas: 3, containers: broken, spec: { progressDeadlineSeconds: 5 } }));
  const status = await kubectl.run(["rollout", "status", "deploy/web", "--timeout=30s"]);
  assert.deepEqual([status.exitCode, status.stderr], [1, `error: deployment "web" exceeded its progress deadline\n`]);

  const object = await kubectl.get("deploy", "web");
  const progressing = getList(object, "status", "conditions").find((condition) => getString(condition, "type") === "Progressing");
  assert.deepEqual([getString(progressing, "status"), getString(progressing, "reason")], ["False", "ProgressDeadlineExceeded"]);
  assert.match(getString(progressing, "message") ?? "", /^ReplicaSet "web-[0-9a-z]+" has timed out progressing\.$/);
  const { replicas, updatedReplicas, readyReplicas, availableReplicas, unavailableReplicas } = getField(object, "status") as Record<string, number>;
  assert.deepEqual(
    { replicas, updatedReplicas, readyReplicas, availableReplicas, unavailableReplicas },
    { replicas: 4, updatedReplicas: 1, readyReplicas: 3, availableReplicas: 3, unavailableReplicas: 1 },
  );
  for (const event of watch.events) {
    assert.ok((getNumber(event, "object", "status", "replicas") ?? 0) <= 4);
    assert.ok((getNumber(event, "object", "status", "readyReplicas") ?? 0) >= 3);
  }
  watch.close();
  await eventually(async () => {
    const pods = getList((await api.send("GET", path("v1", "pods"))).body, "items");
    const waiting = pods.map((pod) => getString(pod, "status", "containerStatuses", 0, "state", "waiting", "reason")).filter((reason) => reason !== undefined);
    assert.deepEqual(waiting, ["ImagePullBackOff"]);
  });
}

function lines(text: string): readonly string[] {
  return text.trim().split("\n");
}

/** The kinds of line `rollout status` printed, each once, in the order they came; anything unknown stays as it is. */
function phasesOf(output: readonly string[]): readonly string[] {
  const phases = output.map((line) => {
    if (line === success) return "done";
    if (/: \d of 3 updated replicas are available\.\.\.$/.test(line)) return "availability";
    if (/: \d out of 3 new replicas have been updated\.\.\.$/.test(line)) return "new replicas";
    if (/: \d old replicas are pending termination\.\.\.$/.test(line)) return "old replicas";
    return line.endsWith("spec update to be observed...") ? "new replicas" : line;
  });
  return phases.filter((phase, index) => phase !== phases[index - 1]);
}
