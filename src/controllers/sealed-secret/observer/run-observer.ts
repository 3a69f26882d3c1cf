import { fieldManager } from "../../../api/index.ts";
import type { Clock } from "../../../async/index.ts";
import { sealedSecretConditions } from "../../../health/index.ts";
import { fetchCoreResource, getList, getString, type ApiResource, type JsonObject, type KubeClient, type KubeObject } from "../../../kube/index.ts";
import type { Context, Log } from "../../../log/index.ts";
import { createController, createInformer, done, type Reconcile } from "../../../runtime/index.ts";
import { listConditions } from "../compute-status.ts";
import { waitForSealedSecrets } from "../wait-for-sealed-secrets.ts";
import { createFollowed, type Followed } from "../followed.ts";
import { assessDelivery, type Trouble } from "./assess-delivery.ts";

export interface ObserverDeps {
  readonly client: KubeClient;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Log;
}

export interface ObserverOptions {
  /** How long another controller may take to look at a SealedSecret, or to make its Secret, before that is told. */
  readonly patienceMs: number;
  readonly concurrency: number;
}

/**
 * Watches over SealedSecrets that another controller unseals, and says in a condition of our own when that does not happen. Needs no key, reads no value, and
 * touches nothing but the status.
 */
export async function runSealedSecretObserver(ctx: Context, deps: ObserverDeps, options: ObserverOptions): Promise<void> {
  try {
    await run(ctx, deps, options);
  } catch (error) {
    if (!ctx.signal.aborted) throw error;
  }
}

async function run(ctx: Context, deps: ObserverDeps, options: ObserverOptions): Promise<void> {
  const { signal } = ctx;
  const [resource, secretResource] = await Promise.all([waitForSealedSecrets(ctx, deps), fetchCoreResource(deps.client, "Secret", ctx)]);
  const sealedSecrets = createFollowed(createInformer(deps, { resource }));
  const secrets = createInformer(deps, { resource: secretResource, metadataOnly: true });
  const known = { secrets: false };
  const find = ({ metadata }: KubeObject): KubeObject | "unknown" | undefined => (known.secrets ? secrets.get(metadata.namespace ?? "", metadata.name ?? "") : "unknown");
  const reconcile = createObserve({ ...deps, resource, sealedSecrets, findSecret: find }, options);
  const controller = createController({ ...deps, reconcile }, { name: "sealed-secret-observer", concurrency: options.concurrency });
  const enqueue = ({ metadata }: KubeObject): void => controller.enqueue(`${metadata.namespace}/${metadata.name}`);

  sealedSecrets.onChange(({ object }) => enqueue(object));
  secrets.onChange(({ object }) => enqueue(object));
  const knowSecrets = async (): Promise<void> => {
    await secrets.synced;
    known.secrets = true;
    sealedSecrets.list().forEach(enqueue);
  };
  await Promise.all([sealedSecrets.run(signal), secrets.run(signal), controller.run(signal), knowSecrets()]);
}

interface ObserveDeps extends Pick<ObserverDeps, "clock"> {
  readonly client: Pick<KubeClient, "patch">;
  readonly resource: ApiResource;
  readonly sealedSecrets: Followed;
  readonly findSecret: (sealedSecret: KubeObject) => KubeObject | "unknown" | undefined;
}

/** Trouble that lasts is written; so is its end. Whatever passes within the patience is nobody's business. */
function createObserve(deps: ObserveDeps, { patienceMs }: ObserverOptions): Reconcile {
  const troubledSince = new Map<string, { readonly id: string; readonly sinceMs: number }>();

  return async function observe(ctx, key) {
    const [namespace = "", name = ""] = key.split("/");
    const object = deps.sealedSecrets.get({ namespace, name });
    const trouble = object && assessDelivery({ sealedSecret: object, secret: deps.findSecret(object) });
    if (object === undefined || trouble === undefined) {
      troubledSince.delete(key);
      if (object !== undefined) await write(ctx, deps, { object, trouble });
      return done;
    }
    const id = `${object.metadata.uid}/${object.metadata.generation}/${trouble.reason}`;
    const nowMs = deps.clock.now();
    const before = troubledSince.get(key);
    const sinceMs = before?.id === id ? before.sinceMs : nowMs;
    troubledSince.set(key, { id, sinceMs });
    const leftMs = sinceMs + patienceMs - nowMs;
    if (leftMs > 0) return { requeueAfterMs: leftMs };
    await write(ctx, deps, { object, trouble });
    return done;
  };
}

async function write({ signal }: Context, deps: ObserveDeps, { object, trouble }: { readonly object: KubeObject; readonly trouble: Trouble | undefined }): Promise<void> {
  const conditions = computeConditions(object, { trouble, now: `${new Date(deps.clock.now()).toISOString().slice(0, 19)}Z` });
  if (conditions === undefined) return;
  const { namespace = "", name = "", resourceVersion = "" } = object.metadata;
  const options = { signal, type: "merge", fieldManager, subresource: "status" } as const;
  deps.sealedSecrets.noteWritten(await deps.client.patch(deps.resource, { namespace, name }, { metadata: { resourceVersion }, status: { conditions } }, options));
}

/** All conditions, with ours as it should be; `undefined` when it is. `Synced` stays the first, where kubectl's columns look for it. */
function computeConditions(object: KubeObject, { trouble, now }: { readonly trouble: Trouble | undefined; readonly now: string }): readonly JsonObject[] | undefined {
  const type = sealedSecretConditions.delivered;
  const before = listConditions(object);
  const ours = before.find((condition) => getString(condition, "type") === type);
  const wanted = { status: trouble === undefined ? "True" : "False", reason: trouble?.reason ?? "Delivered", message: trouble?.message ?? "" };
  if (ours === undefined ? trouble === undefined : getString(ours, "status") === wanted.status && getString(ours, "message") === wanted.message) return undefined;
  const delivered = { type, ...wanted, lastUpdateTime: now, lastTransitionTime: now };
  const others = before.filter((condition) => condition !== ours);
  const isUnseen = getList(object, "status", "conditions").length === 0;
  return [...(isUnseen ? [{ ...delivered, type: "Synced", status: "Unknown" }] : others), delivered];
}
