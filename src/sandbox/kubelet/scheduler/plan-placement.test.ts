import assert from "node:assert/strict";
import { test } from "node:test";
import type { KubeObject } from "../../../kube/index.ts";
import { computeDemand, createNodeUsage } from "./node-usage.ts";
import { planPlacement } from "./plan-placement.ts";

function node(name: string, spec: object = {}, ready = "True"): KubeObject {
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: { name, labels: { name } },
    spec,
    status: { allocatable: { cpu: "2", memory: "1Gi", pods: "10" }, conditions: [{ type: "Ready", status: ready }] },
  };
}

function pod(spec: object): KubeObject {
  return { apiVersion: "v1", kind: "Pod", metadata: { name: "p", uid: "p" }, spec };
}

function requests(cpu: string, memory = "1Mi"): object {
  return { containers: [{ name: "c", resources: { requests: { cpu, memory } } }] };
}

function place(of: KubeObject, nodes: readonly KubeObject[]): string {
  const usage = createNodeUsage();
  usage.assign("other", "a", { cpu: 1500, memory: 0, pods: 1000 });
  const placement = planPlacement(of, { nodes, usageOf: (name) => usage.of(name), demand: computeDemand(of) });
  return placement.kind === "node" ? placement.name : (placement.message.split(". ", 1)[0] ?? "");
}

test("planPlacement", () => {
  const both = [node("a"), node("b")];
  const cases = [
    { name: "the emptier one", of: pod(requests("100m")), nodes: both, want: "b" },
    { name: "the one with room", of: pod(requests("1")), nodes: [node("a"), node("c", { unschedulable: true }), node("b")], want: "b" },
    { name: "nowhere", of: pod(requests("100")), nodes: both, want: "0/2 nodes are available: 2 Insufficient cpu" },
    {
      name: "different reasons",
      of: pod(requests("1")),
      nodes: [node("a"), node("b", { taints: [{ key: "k", value: "v", effect: "NoSchedule" }] })],
      want: "0/2 nodes are available: 1 Insufficient cpu, 1 node(s) had untolerated taint {k: v}",
    },
    {
      name: "selector",
      of: pod({ ...requests("1m"), nodeSelector: { name: "zzz" } }),
      nodes: both,
      want: "0/2 nodes are available: 2 node(s) didn't match Pod's node affinity/selector",
    },
    { name: "not ready", of: pod(requests("1m")), nodes: [node("a", {}, "Unknown")], want: "0/1 nodes are available: 1 node(s) were not ready" },
    { name: "no nodes", of: pod(requests("1m")), nodes: [], want: "no nodes available to schedule pods" },
  ];
  for (const { name, of, nodes, want } of cases) assert.equal(place(of, nodes), want, name);
});

test("usage follows a pod", () => {
  const usage = createNodeUsage();
  const demand = computeDemand(pod({ ...requests("500m", "2Ki"), initContainers: [{ name: "i", resources: { requests: { cpu: "2" } } }] }));
  usage.assign("p", "a", demand);
  usage.assign("p", "b", demand);
  assert.deepEqual(usage.of("a"), { cpu: 0, memory: 0, pods: 0 });
  assert.deepEqual(usage.of("b"), { cpu: 2000, memory: 2_048_000, pods: 1000 });
  usage.release("p");
  assert.deepEqual(usage.of("b"), { cpu: 0, memory: 0, pods: 0 });
});
