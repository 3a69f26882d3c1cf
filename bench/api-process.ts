/** The API alone, over applications in memory, for `bench/api.ts`: tells its parent where it serves, and changes an application when told to. */
import { randomUUID } from "node:crypto";
import process from "node:process";
import { createSessionManager, defaultLoginOptions, type Accounts } from "../src/accounts/index.ts";
import type { Application } from "../src/api/index.ts";
import { systemClock } from "../src/async/index.ts";
import { createLog } from "../src/log/index.ts";
import { createEnforcer, parseRbacSettings } from "../src/rbac/index.ts";
import { createServer, type ServerDeps } from "../src/server/index.ts";
import { buildLargeApplication } from "./large-application.ts";

type Handler = Parameters<ServerDeps["applications"]["onChange"]>[0];

const count = Number(process.argv[2] ?? 5_000);
const applications = new Map<string, Application>(
  Array.from({ length: count }, (_, index) => [nameOf(index), buildLargeApplication(nameOf(index), { project: `team-${index % 50}` })]),
);
const handlers = new Set<Handler>();
let version = count;

// Two hundred lines that say nothing about the caller, as a large organisation has them, and three that do.
const foreign = Array.from({ length: 200 }, (_, index) => `p, role:team-${index}, applications, *, team-${index}/*, allow`);
const policy = [...foreign, "p, role:all, applications, get, */*, allow", "p, role:all, applications, sync, team-1/*, allow", "g, bench, role:all"].join("\n");
const { settings } = parseRbacSettings({ "policy.csv": policy });
const enforcer = createEnforcer({ settings, getProject: () => undefined });

const accounts: Accounts = {
  accounts: new Map([["bench", { name: "bench", isEnabled: true, capabilities: ["login"], tokens: [] }]]),
  passwordHashes: new Map(),
  signingKey: new TextEncoder().encode("k".repeat(32)),
  isAnonymousEnabled: false,
  sessionDurationMs: 3_600_000,
  passwordPattern: ".*",
  problems: [],
};
const sessions = createSessionManager(
  {
    accounts: { get: () => accounts },
    getScopes: () => [],
    hasProjectToken: () => false,
    revocations: { has: () => false, add: async () => undefined },
    passwords: { verify: async () => false },
    clock: systemClock,
    newId: randomUUID,
  },
  defaultLoginOptions,
);

const used: Pick<ServerDeps, "applications" | "sessions" | "getEnforcer" | "clock" | "log"> = {
  applications: {
    get: ({ name }) => applications.get(name),
    list: () => [...applications.values()],
    getVersion: () => String(version),
    listSince: () => undefined,
    onChange(handler) {
      handlers.add(handler);
      return () => void handlers.delete(handler);
    },
  },
  sessions,
  getEnforcer: () => enforcer,
  clock: systemClock,
  log: createLog({ level: "warn" }),
};
const leftOut: readonly (string | symbol)[] = ["sealing", "onAnswered"];
/** The other services are there and not called. */
const deps = new Proxy<ServerDeps>({ ...used } as ServerDeps, { get: (target, name) => Reflect.get(target, name) ?? (leftOut.includes(name) ? undefined : {}) });

const server = createServer(deps, { namespace: "argocd", host: "127.0.0.1", port: 0, isAnyNamespaceServed: false, version: "bench" });
const url = await server.listen();
const now = Math.floor(Date.now() / 1_000);
process.send?.({ url, token: await sessions.issueToken({ subject: "bench:login", id: "bench", issuedAt: now, expiresAt: now + 3_600 }) });
process.on("message", (mark: string) => change(mark));
process.once("disconnect", () => process.exit(0));

function change(mark: string): void {
  version += 1;
  const name = nameOf(version % count);
  const before = applications.get(name);
  if (before === undefined) return;
  const application = { ...before, metadata: { ...before.metadata, resourceVersion: String(version), labels: { mark } } };
  applications.set(name, application);
  for (const handler of handlers) handler({ type: "MODIFIED", application });
}

function nameOf(index: number): string {
  return `application-${String(index).padStart(4, "0")}`;
}
