import { systemClock } from "../../src/async/index.ts";
import { createLog } from "../../src/log/index.ts";
import { createEnforcer, parseRbacSettings } from "../../src/rbac/index.ts";
import { createInformer } from "../../src/runtime/index.ts";
import { createApplicationCache, createApplicationOperations, type ApplicationServiceDeps } from "../../src/server/application/index.ts";
import { createGuard } from "../../src/server/guard.ts";
import type { Call, Operation } from "../../src/server/operation/index.ts";
import type { ApplicationWorld } from "./application-world.ts";

/** The operations of the ApplicationService over a running controller, without a transport. Ada calls; what she may do is up to the policy of the call. */
export interface ApplicationService {
  readonly operations: readonly Operation[];
  readonly settings: { isRollbackEnforced: boolean; isOverridePrivilegeRequired: boolean; maxPodLogs: number };
  /** The answer of an operation. */
  call(name: string, input: object, as?: As): Promise<unknown>;
  /** The items of a stream. */
  open(name: string, input: object, as?: As): AsyncIterable<unknown>;
  close(): Promise<void>;
}

export interface As {
  /** Read anew at each decision. Ada is admin when there is none. */
  readonly policy?: () => string;
  readonly signal?: AbortSignal;
}

const log = createLog({ level: "silent" });

export async function createApplicationService(world: ApplicationWorld): Promise<ApplicationService> {
  const stop = new AbortController();
  const { client } = world;
  const resource = await client.discovery.findByKind({ group: "argoproj.io", version: "v1alpha1", kind: "Application" }, stop);
  if (resource === undefined) throw new Error("No Application kind");
  const informer = createInformer({ client, clock: systemClock, log }, { resource });
  const isApplicationNamespace = (namespace: string): boolean => namespace === world.teamNamespace;
  const applications = createApplicationCache(informer, { isServed: (namespace) => namespace === "argocd" || isApplicationNamespace(namespace), log });
  const running = informer.run(stop.signal);
  await informer.synced;
  const settings = { isRollbackEnforced: false, isOverridePrivilegeRequired: false, maxPodLogs: 10 };
  const deps: ApplicationServiceDeps = {
    kube: client,
    applications,
    clock: systemClock,
    getApplicationSettings: () => settings,
    isApplicationNamespace,
    getProject: (name) => world.controller.getProject(name),
    findProblems: (application) => world.controller.findProblems(application),
    fetchManagedResources: (ctx, application) => world.controller.fetchManagedResources(ctx, application),
    fetchManifests: (ctx, application, request) => world.controller.fetchManifests(ctx, application, request),
    fetchServerSideDiff: (ctx, application, manifests) => world.controller.fetchServerSideDiff(ctx, application, manifests),
    fetchRevisionMetadata: async (_ctx, { repoURL, revision }) => ({ author: repoURL, date: "2026-01-02T03:04:05Z", message: revision }),
    fetchResourceTree: (ctx, application) => world.controller.fetchResourceTree(ctx, application),
    onTreeChange: (application, handler) => world.controller.onTreeChange(application, handler),
  };
  const operations = createApplicationOperations(deps, { namespace: "argocd" });

  function find(name: string): Operation {
    const operation = operations.find((candidate) => candidate.name === `ApplicationService/${name}`);
    if (operation === undefined) throw new Error(`No operation ${name}`);
    return operation;
  }

  return {
    operations,
    settings,
    call: (name, input, as) => find(name).run(createCall(stop.signal, as), input),
    async *open(name, input, as) {
      const operation = find(name);
      if (operation.kind === "stream") yield* await operation.run(createCall(stop.signal, as), input);
    },
    async close() {
      stop.abort();
      await running;
    },
  };
}

function createCall(ended: AbortSignal, { policy = () => "g, ada, role:admin", signal = ended }: As = {}): Call {
  const caller = { subject: "ada", username: "ada", groups: [], issuer: "argocd", isAnonymous: false };
  const getEnforcer = () => createEnforcer({ settings: parseRbacSettings({ "policy.csv": policy() }).settings, getProject: () => undefined });
  return {
    ctx: { log, signal: AbortSignal.any([ended, signal]) },
    caller,
    guard: createGuard({ getEnforcer }, caller),
    session: { credentials: undefined, replace: () => undefined },
  };
}
