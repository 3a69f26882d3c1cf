import assert from "node:assert/strict";
import { test } from "node:test";
import type { KubeObject } from "../../../kube/index.ts";
import { Catalog } from "../catalog/catalog.ts";
import { applyDefaults } from "./apply-defaults.ts";

const catalog = new Catalog();

function complete(path: readonly [string, string, string], object: Readonly<Record<string, unknown>>): KubeObject {
  return applyDefaults(catalog.find(...path)!, { apiVersion: "v1", kind: "Any", metadata: { name: "x" }, ...object });
}

test("a Deployment gets its strategy and its template's defaults", () => {
  const { spec } = complete(["apps", "v1", "deployments"], { spec: { template: { spec: { containers: [{ name: "c", image: "web", ports: [{ containerPort: 80 }] }] } } } });
  assert.deepEqual(spec, {
    replicas: 1,
    revisionHistoryLimit: 10,
    progressDeadlineSeconds: 600,
    strategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: "25%", maxSurge: "25%" } },
    template: {
      metadata: {},
      spec: {
        containers: [
          {
            name: "c",
            image: "web",
            imagePullPolicy: "Always",
            ports: [{ containerPort: 80, protocol: "TCP" }],
            resources: {},
            terminationMessagePath: "/dev/termination-log",
            terminationMessagePolicy: "File",
          },
        ],
        dnsPolicy: "ClusterFirst",
        restartPolicy: "Always",
        schedulerName: "default-scheduler",
        securityContext: {},
        terminationGracePeriodSeconds: 30,
      },
    },
  });
});

test("completing twice changes nothing, and a complete object stays the same one", () => {
  const once = complete(["apps", "v1", "statefulsets"], {
    spec: { volumeClaimTemplates: [{ metadata: { name: "d" } }], template: { spec: { containers: [{ name: "c", image: "db:1" }] } } },
  });
  assert.equal(applyDefaults(catalog.find("apps", "v1", "statefulsets")!, once), once);
});

test("Recreate has no rolling update", () => {
  const { spec } = complete(["apps", "v1", "deployments"], { spec: { strategy: { type: "Recreate" } } });
  assert.deepEqual((spec as { strategy: unknown }).strategy, { type: "Recreate" });
});

const pulls: readonly (readonly [string, string])[] = [
  ["nginx", "Always"],
  ["nginx:latest", "Always"],
  ["nginx:1.27", "IfNotPresent"],
  ["host:5000/nginx", "Always"],
  ["nginx@sha256:0", "IfNotPresent"],
];
for (const [image, want] of pulls) {
  test(`${image} is pulled ${want}`, () => {
    const { spec } = complete(["", "v1", "pods"], { spec: { containers: [{ name: "c", image }] } });
    assert.equal((spec as { containers: { imagePullPolicy: string }[] }).containers[0]!.imagePullPolicy, want);
  });
}

test("stringData becomes data", () => {
  const secret = complete(["", "v1", "secrets"], { stringData: { a: "é" }, data: { b: "eA==" } });
  assert.deepEqual(secret, { apiVersion: "v1", kind: "Any", metadata: { name: "x" }, data: { b: "eA==", a: "w6k=" }, type: "Opaque" });
});
