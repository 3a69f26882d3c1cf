import { systemClock } from "../../src/async/index.ts";
import { SillageError } from "../../src/errors/index.ts";
import { createKubeClient, gvkOf, type ApiResource, type KubeClient, type KubeObject } from "../../src/kube/index.ts";
import { parseDocuments } from "../../src/kube/yaml/index.ts";
import { createLog } from "../../src/log/index.ts";
import { createEnforcer, parseRbacSettings } from "../../src/rbac/index.ts";
import { createInformer, type Informer } from "../../src/runtime/index.ts";
import { administrator, createSandbox } from "../../src/sandbox/index.ts";
import type { Guard, Operation } from "../../src/server/operation/index.ts";
import { readFile } from "node:fs/promises";

/** Operations of a service called without a transport, over a simulated cluster, by callers whom a real policy judges. */
export interface ServiceWorld {
  readonly kube: KubeClient;
  readonly signal: AbortSignal;
  find(apiVersion: string, kind: string): Promise<ApiResource>;
  put(object: KubeObject): Promise<KubeObject>;
  get(apiVersion: string, kind: string, name: string): Promise<KubeObject | undefined>;
  /** A cache that follows the kind until the world ends, in the control namespace; resolves when it is filled. */
  follow(apiVersion: string, kind: string): Promise<Informer>;
  /** Calls an operation by its name. The policy is that of `ada`, who is admin when none is given. */
  call(operations: readonly Operation[], name: string, input: object, as?: As): Promise<unknown>;
  close(): Promise<void>;
}

export interface As {
  readonly policy?: string;
  readonly groups?: readonly string[];
  readonly isAnonymous?: boolean;
}

export const controlNamespace = "argocd";
const definitions = ["application-crd.yaml", "appproject-crd.yaml"];

export async function createServiceWorld(): Promise<ServiceWorld> {
  const stop = new AbortController();
  const { signal } = stop;
  const log = createLog({ level: "silent" });
  const sandbox = await createSandbox({ clock: systemClock, random: Math.random, definitions: await readDefinitions() });
  const kube = createKubeClient({ transport: sandbox.transport(administrator), clock: systemClock }, { userAgent: "test" });
  const find = async (apiVersion: string, kind: string): Promise<ApiResource> => (await kube.discovery.findByKind(gvkOf({ apiVersion, kind }), { signal }))!;
  await kube.create(await find("v1", "Namespace"), { apiVersion: "v1", kind: "Namespace", metadata: { name: controlNamespace } }, { signal });
  const running: Promise<void>[] = [];
  return {
    kube,
    signal,
    find,
    put: async (object) =>
      kube.apply(
        await find(object.apiVersion, object.kind),
        { ...object, metadata: { namespace: controlNamespace, ...object.metadata } },
        { signal, fieldManager: "test", force: true },
      ),
    get: async (apiVersion, kind, name) => kube.fetchObject(await find(apiVersion, kind), { namespace: controlNamespace, name }, { signal }),
    async follow(apiVersion, kind) {
      const informer = createInformer({ client: kube, clock: systemClock, log }, { resource: await find(apiVersion, kind), namespace: controlNamespace });
      running.push(informer.run(signal));
      await informer.synced;
      return informer;
    },
    async call(operations, name, input, { policy = "g, ada, role:admin", groups = [], isAnonymous = false } = {}) {
      const operation = operations.find((each) => each.name === name)!;
      const caller = { subject: isAnonymous ? "" : "ada", username: "ada", groups, issuer: "argocd", isAnonymous };
      const session = { credentials: undefined, replace: () => undefined };
      return operation.run({ ctx: { signal, log }, caller, guard: createGuard(policy, caller), session }, input);
    },
    async close() {
      stop.abort();
      await Promise.all(running);
      await sandbox.close();
    },
  };
}

/** One entry of a Secret's or ConfigMap's `data`, as the API has it. */
export function encode(data: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, Buffer.from(value).toString("base64")]));
}

function createGuard(policy: string, identity: { readonly subject: string; readonly groups: readonly string[] }): Guard {
  const { settings } = parseRbacSettings({ "policy.csv": policy });
  const enforcer = createEnforcer({ settings, getProject: () => undefined });
  const isAllowed: Guard["isAllowed"] = (permission) => enforcer.decide(identity, permission).allowed;
  return {
    isAllowed,
    require(permission) {
      if (!isAllowed(permission)) throw new SillageError("forbidden", `permission denied: ${permission.resource}, ${permission.action}, ${permission.object}`);
    },
  };
}

async function readDefinitions(): Promise<KubeObject[]> {
  const files = await Promise.all(definitions.map((file) => readFile(new URL(`../../deploy/crds/${file}`, import.meta.url), "utf8")));
  return files.flatMap((text) => parseDocuments(text, { file: "crds" }).map(({ value }) => value as KubeObject));
}
