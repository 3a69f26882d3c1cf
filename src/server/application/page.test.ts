import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { buildApplication } from "../../../test/builders/application.ts";
import { takePage, type PageRequest } from "./page.ts";

const applications = [
  buildApplication({ name: "b", status: { health: { status: "Healthy" } } }),
  buildApplication({ name: "a", namespace: "team", status: { health: { status: "Degraded" } } }),
  buildApplication({ name: "c", spec: { project: "beta" } }),
  buildApplication({ name: "a" }),
];

const cases: readonly { name: string; request: PageRequest; want: readonly string[]; remaining?: number }[] = [
  { name: "by name, then by namespace", request: {}, want: ["argocd/a", "team/a", "argocd/b", "argocd/c"] },
  { name: "backwards", request: { sortBy: "-name" }, want: ["argocd/c", "argocd/b", "team/a", "argocd/a"] },
  { name: "by another field", request: { sortBy: "health" }, want: ["argocd/a", "argocd/c", "team/a", "argocd/b"] },
  { name: "by project", request: { sortBy: "project" }, want: ["argocd/c", "argocd/a", "team/a", "argocd/b"] },
  { name: "a page", request: { offset: 1, limit: 2 }, want: ["team/a", "argocd/b"], remaining: 1 },
  { name: "no limit", request: { offset: 3, limit: 0 }, want: ["argocd/c"] },
  { name: "beyond the end", request: { offset: 9, limit: 2 }, want: [] },
];

describe("takePage", () => {
  for (const { name, request, want, remaining = 0 } of cases) {
    it(name, () => {
      const page = takePage(applications, request);
      assert.deepEqual([page.items.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`), page.remaining], [want, remaining]);
    });
  }
});
