import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Application, ApplicationStatus, HealthStatusCode, Operation } from "../../api/index.ts";
import { buildApplication } from "../../../test/builders/application.ts";
import { parseResourceChoice } from "./parse-resource-choice.ts";
import { findDegraded, isReached, parseWaitFlags, type WaitFlags } from "./wait-condition.ts";

const synced = { status: "Synced" } as const;
const running = { operation: {}, phase: "Running", startedAt: "2026-01-02T03:04:05Z" } as const;

const cases: readonly { name: string; flags: WaitFlags; status: ApplicationStatus; operation?: Operation; want: boolean }[] = [
  { name: "everything well", flags: {}, status: { sync: synced, health: { status: "Healthy" } }, want: true },
  { name: "nothing known", flags: {}, status: {}, want: false },
  { name: "not healthy", flags: {}, status: { sync: synced, health: { status: "Progressing" } }, want: false },
  { name: "suspended is not healthy", flags: {}, status: { sync: synced, health: { status: "Suspended" } }, want: false },
  { name: "an operation asked for", flags: {}, status: { sync: synced, health: { status: "Healthy" } }, operation: { sync: {} }, want: false },
  { name: "an operation running", flags: {}, status: { sync: synced, health: { status: "Healthy" }, operationState: running }, want: false },
  { name: "sync alone", flags: { sync: true }, status: { sync: synced, health: { status: "Degraded" }, operationState: running }, want: true },
  { name: "health alone", flags: { health: true }, status: { sync: { status: "OutOfSync" }, health: { status: "Healthy" } }, want: true },
  { name: "operation alone", flags: { operation: true }, status: { operationState: { ...running, phase: "Failed" } }, want: true },
  { name: "healthy or suspended", flags: { health: true, suspended: true }, status: { health: { status: "Suspended" } }, want: true },
  { name: "suspended only", flags: { suspended: true }, status: { health: { status: "Healthy" } }, want: false },
  { name: "degraded will do", flags: { degraded: true }, status: { health: { status: "Degraded" } }, want: true },
];

/** Two resources, so. */
function twoResources(web: HealthStatusCode | undefined, api: HealthStatusCode): Application {
  const deployment = { group: "apps", version: "v1", kind: "Deployment", namespace: "shop" };
  const resources = [
    { ...deployment, name: "web", status: "Synced", ...(web === undefined ? {} : { health: { status: web } }) },
    { ...deployment, name: "api", status: "OutOfSync", health: { status: api, message: "no image" } },
  ] as const;
  return buildApplication({ status: { sync: { status: "OutOfSync" }, health: { status: "Progressing" }, resources } });
}

const selections: readonly { readonly flags: WaitFlags; readonly resource: string; readonly application: Application; readonly want: boolean }[] = [
  { flags: {}, resource: "apps:Deployment:web", application: twoResources("Healthy", "Degraded"), want: true },
  { flags: {}, resource: "apps:Deployment:shop/api", application: twoResources("Healthy", "Healthy"), want: false },
  { flags: { health: true }, resource: "apps:Deployment:*", application: twoResources("Healthy", "Healthy"), want: true },
  { flags: { health: true }, resource: "!apps:Deployment:api", application: twoResources(undefined, "Missing"), want: true },
  { flags: { sync: true }, resource: "apps:Deployment:*", application: twoResources("Healthy", "Healthy"), want: false },
  { flags: { degraded: true }, resource: "apps:Deployment:api", application: twoResources("Healthy", "Degraded"), want: true },
];

describe("Waiting", () => {
  for (const { name, flags, status, operation, want } of cases) {
    it(`ends or goes on: ${name}`, () => {
      assert.equal(isReached(buildApplication({ status, ...(operation === undefined ? {} : { operation }) }), parseWaitFlags(flags)), want);
    });
  }

  for (const { flags, resource, application, want } of selections) {
    it(`${want ? "ends" : "goes on"} for ${resource} with ${JSON.stringify(flags)}`, () => {
      assert.equal(isReached(application, parseWaitFlags(flags, [parseResourceChoice(resource)])), want);
    });
  }

  it("does not wait for hydration where nothing is hydrated", () => assert.equal(isReached(buildApplication(), parseWaitFlags({ hydrated: true })), true));

  it("fails for a resource that has turned Degraded", () => {
    const condition = parseWaitFlags({ health: true }, [parseResourceChoice("apps:Deployment:*")]);
    const found = findDegraded({ previous: twoResources("Healthy", "Progressing"), application: twoResources("Healthy", "Degraded") }, condition);
    assert.equal(found, 'Deployment "shop/api" turned Degraded: no image');
  });

  const changes: readonly { from: HealthStatusCode | undefined; to: HealthStatusCode; flags: WaitFlags; want: boolean }[] = [
    { from: "Progressing", to: "Degraded", flags: {}, want: true },
    { from: "Healthy", to: "Degraded", flags: { health: true }, want: true },
    { from: "Unknown", to: "Degraded", flags: {}, want: false },
    { from: "Degraded", to: "Degraded", flags: {}, want: false },
    { from: undefined, to: "Degraded", flags: {}, want: false },
    { from: "Degraded", to: "Progressing", flags: {}, want: false },
    { from: "Progressing", to: "Degraded", flags: { sync: true }, want: false },
    { from: "Progressing", to: "Degraded", flags: { health: true, degraded: true }, want: false },
  ];
  for (const { from, to, flags, want } of changes) {
    it(`${want ? "fails" : "goes on"} from ${from ?? "nothing"} to ${to} with ${JSON.stringify(flags)}`, () => {
      const of = (status: HealthStatusCode) => buildApplication({ status: { health: { status } } });
      const found = findDegraded({ previous: from === undefined ? undefined : of(from), application: of(to) }, parseWaitFlags(flags));
      assert.equal(found, want ? 'Application "web" turned Degraded' : undefined);
    });
  }
});
