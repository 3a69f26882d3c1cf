import { deepEqual } from "node:assert/strict";
import { describe, test } from "node:test";
import { buildApplication, type ApplicationParts } from "../../test/builders/application.ts";
import type { ApplicationStatus } from "../api/index.ts";
import { aggregateHealth } from "./aggregate.ts";
import { assessObject } from "./assess-object.ts";

const manual = { spec: { syncPolicy: {} } };
const child = (parts: ApplicationParts) => ({ ...buildApplication(parts) });
const synced = (status: ApplicationStatus): ApplicationStatus => ({ sync: { status: "Synced" }, ...status });

describe("a child application", () => {
  const cases = [
    { name: "just created", parts: {}, want: { status: "Progressing", message: "Waiting for the first comparison" } },
    { name: "healthy", parts: { status: synced({ health: { status: "Healthy" } }) }, want: { status: "Healthy" } },
    {
      name: "automated and missing",
      parts: { status: { sync: { status: "OutOfSync" }, health: { status: "Missing" } } },
      want: { status: "Progressing", message: "Waiting for its objects" },
    },
    {
      name: "manual and missing",
      parts: { ...manual, status: { sync: { status: "OutOfSync" }, health: { status: "Missing" } } },
      want: { status: "Missing", message: "Waiting for a person to sync it" },
    },
    {
      name: "manual and synced, on its way",
      parts: { ...manual, status: synced({ health: { status: "Progressing" } }) },
      want: { status: "Progressing", message: "Waiting for its objects" },
    },
    {
      name: "syncing",
      parts: { status: synced({ health: { status: "Healthy" }, operationState: { operation: {}, phase: "Running", startedAt: "2026-01-01T00:00:00Z", message: "wave 1" } }) },
      want: { status: "Progressing", message: "wave 1" },
    },
    {
      name: "broken",
      parts: { status: { sync: { status: "Unknown" }, conditions: [{ type: "ComparisonError", message: "bad YAML" }] } },
      want: { status: "Degraded", message: "bad YAML" },
    },
    {
      name: "its status is about another source",
      parts: { status: { sync: { status: "Synced", comparedTo: { source: { repoURL: "https://old" }, destination: {} } }, health: { status: "Healthy" } } },
      want: { status: "Progressing", message: "Waiting for the first comparison" },
    },
  ] as const;
  for (const { name, parts, want } of cases) test(name, () => deepEqual(assessObject(child(parts)), want));
});

describe("aggregateHealth", () => {
  const configMap = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "a", namespace: "shop" } };
  const deployment = (name: string, paused: boolean, annotations = {}) => ({
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name, namespace: "shop", annotations },
    spec: { replicas: 0, paused },
  });
  const cases = [
    { name: "nothing at all", live: [], want: { status: "Healthy" } },
    { name: "everything missing", live: [undefined, undefined], want: { status: "Missing" } },
    { name: "one missing does not count", live: [undefined, configMap], want: { status: "Healthy" } },
    { name: "the worst counts", live: [deployment("a", false), deployment("b", true)], want: { status: "Suspended", message: "Caused by apps/Deployment:shop/b" } },
    {
      name: "four causes",
      live: ["a", "b", "c", "d"].map((name) => deployment(name, true)),
      want: { status: "Suspended", message: "Caused by apps/Deployment:shop/a, apps/Deployment:shop/b, apps/Deployment:shop/c and 1 more" },
    },
    { name: "an object that asks not to count", live: [deployment("a", true, { "argocd.argoproj.io/ignore-healthcheck": "true" })], want: { status: "Healthy" } },
    { name: "a manual child", live: [child({ ...manual, status: { sync: { status: "OutOfSync" }, health: { status: "Missing" } } })], want: { status: "Healthy" } },
  ];
  for (const { name, live, want } of cases) test(name, () => deepEqual(aggregateHealth(live), want));
});
