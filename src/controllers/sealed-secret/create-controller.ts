import { randomBytes } from "node:crypto";
import { sleep, type Clock } from "../../async/index.ts";
import { fetchCoreResource, type ApiResource, type KubeClient, type KubeObject } from "../../kube/index.ts";
import type { Context, Log } from "../../log/index.ts";
import { type Controller, createController, createInformer, type Informer } from "../../runtime/index.ts";
import type { RenewalOptions } from "./compute-next-key.ts";
import { createDigestSecret } from "./digest-secret.ts";
import { createEnsureKey } from "./ensure-key.ts";
import { findKeyNamespace } from "./find-key-namespace.ts";
import { waitForSealedSecrets } from "./wait-for-sealed-secrets.ts";
import { createFollowed, type Followed } from "./followed.ts";
import { createKeyRing, type KeyRing } from "./key-ring.ts";
import { keyLabel, type Ref } from "./names.ts";
import { createPodUses, type PodUses } from "./pods/pod-uses.ts";
import { createReconcileSealedSecret } from "./reconcile.ts";
import { identify } from "./unseal.ts";
import { createSecretAccess } from "./secret-access.ts";
import { createSealingService, type SealingService } from "./sealing-service.ts";

export interface SealedSecretControllerDeps {
  readonly client: KubeClient;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Log;
}

export interface SealedSecretControllerOptions extends RenewalOptions {
  /** Namespace of the server: the keys are here, unless another installation keeps some at a usual place. */
  readonly controlNamespace: string;
  /** Where the keys are, wherever others may be. */
  readonly keyNamespace?: string;
  /** How many SealedSecrets are worked on at the same time. */
  readonly concurrency: number;
}

export interface SealedSecretController {
  readonly sealing: SealingService;
  /** Works until the signal aborts. A cluster without the kind, or one that forbids us something, is waited for, and the log says so. */
  run(ctx: Context): Promise<void>;
}

const ensureKeyId = "keys";
const noKind = "The cluster has no SealedSecret kind: apply deploy/crds, or say --sealed-secrets=external when another controller brings it";
/** How long the first lists of Secrets may take before SealedSecrets are told why nothing happens. */
const patienceMs = 5_000;

/** Keeps the sealing keys of the cluster, and the Secret of each SealedSecret in all its namespaces. */
export async function createSealedSecretController(ctx: Context, deps: SealedSecretControllerDeps, options: SealedSecretControllerOptions): Promise<SealedSecretController> {
  const secretResource = await fetchCoreResource(deps.client, "Secret", ctx);
  const namespace = options.keyNamespace ?? (await findKeyNamespace(ctx, { client: deps.client, secretResource }, options.controlNamespace));
  deps.log.info("Sealing keys are kept", { namespace });
  const keySecrets = createInformer(deps, { resource: secretResource, namespace, labelSelector: keyLabel });
  const ring = createKeyRing(keySecrets, { log: deps.log });
  const keys = createController({ ...deps, reconcile: createEnsureKey({ ...deps, secretResource, ring }, { ...options, namespace }) }, { name: "sealing-key", concurrency: 1 });
  keySecrets.onChange(() => keys.enqueue(ensureKeyId));

  return {
    sealing: createSealingService(ring),
    run: (run) => untilAborted(run.signal, Promise.all([runKeys(run.signal), runSealedSecrets(run, deps, { options, secretResource, keySecrets, ring })])),
  };

  async function runKeys(signal: AbortSignal): Promise<void> {
    const watching = keySecrets.run(signal);
    await keySecrets.synced;
    keys.enqueue(ensureKeyId);
    await Promise.all([watching, keys.run(signal)]);
  }
}

interface Parts {
  readonly options: SealedSecretControllerOptions;
  readonly secretResource: ApiResource;
  readonly keySecrets: Informer;
  readonly ring: KeyRing;
}

async function runSealedSecrets(ctx: Context, deps: SealedSecretControllerDeps, { options, secretResource, keySecrets, ring }: Parts): Promise<void> {
  const { signal } = ctx;
  const [sealedSecretResource, eventResource, podResource] = await Promise.all([
    waitForSealedSecrets(ctx, deps, { warning: noKind }),
    fetchCoreResource(deps.client, "Event", ctx),
    fetchCoreResource(deps.client, "Pod", ctx),
  ]);
  const digestSecret = createDigestSecret(randomBytes(32));
  const sealedSecrets = createFollowed(createInformer(deps, { resource: sealedSecretResource }));
  const secretInformer = createInformer(deps, { resource: secretResource, transform: digestSecret });
  const secrets = createFollowed(secretInformer);
  const pods = createPodUses(deps, podResource);
  const access = createSecretAccess([keySecrets, secretInformer]);
  const reconcile = createReconcileSealedSecret({ ...deps, sealedSecretResource, secretResource, eventResource, sealedSecrets, secrets, digestSecret, ring, pods, access });
  const controller = createController({ ...deps, reconcile }, { name: "sealed-secret", kind: "SealedSecret", concurrency: options.concurrency });
  const enqueueAll = (): void => sealedSecrets.list().forEach((object) => enqueue(controller, object));
  const enqueueKnown = (ref: Ref): void => {
    const object = sealedSecrets.get(ref);
    if (object !== undefined) enqueue(controller, object);
  };

  // Whoever else writes the status, with other keys perhaps, is not answered: two controllers would never come to rest.
  sealedSecrets.onChange((change) => {
    if (change.type !== "modified" || identify(change.object) !== identify(change.previous)) enqueue(controller, change.object);
  });
  secrets.onChange(({ object: { metadata } }) => enqueueKnown({ namespace: metadata.namespace ?? "", name: metadata.name ?? "" }));
  pods.onChange(enqueueKnown);
  const watching = Promise.all([sealedSecrets.run(signal), secrets.run(signal), watchPods(pods, { sealedSecrets, signal })]);
  await sealedSecrets.synced;
  await Promise.race([access.ready, sleep(patienceMs, { clock: deps.clock, signal })]);
  keySecrets.onChange(enqueueAll);
  enqueueAll();
  await Promise.all([watching, controller.run(signal), access.ready.then(enqueueAll), pods.synced.then(enqueueAll)]);
}

/** A cluster without SealedSecrets is not asked for its pods. */
async function watchPods(pods: PodUses, { sealedSecrets, signal }: { readonly sealedSecrets: Followed; readonly signal: AbortSignal }): Promise<void> {
  const first = Promise.withResolvers<void>();
  sealedSecrets.onChange(() => first.resolve());
  signal.addEventListener("abort", () => first.resolve(), { once: true });
  await first.promise;
  await pods.run(signal);
}

function enqueue(controller: Controller, { metadata }: KubeObject): void {
  controller.enqueue(`${metadata.namespace}/${metadata.name}`);
}

/** An abort is how it ends. */
async function untilAborted(signal: AbortSignal, work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
