import { setTimeout as delay } from "node:timers/promises";
import process from "node:process";
import { systemClock } from "../../src/async/index.ts";
import { createSealedSecretController, type SealedSecretController } from "../../src/controllers/index.ts";
import { SillageError } from "../../src/errors/index.ts";
import { type ApiResource, createKubeClient, gvkOf, type KubeClient, type KubeObject, type Transport } from "../../src/kube/index.ts";
import { createLog } from "../../src/log/index.ts";
import { parseCertificates, type SealingScope, sealSecret } from "../../src/seal/index.ts";
import { eventually } from "../support/eventually.ts";
import { countWrites, openCluster } from "./application-world.ts";

/** A running SealedSecret controller on a cluster, with keys in a namespace of its own. */
export interface SealedWorld {
  readonly client: KubeClient;
  /** Every write request of the controllers so far. */
  readonly writes: readonly string[];
  readonly keyNamespace: string;
  readonly namespace: string;
  readonly controller: SealedSecretController;
  /** A SealedSecret for the newest certificate, not applied yet. */
  seal(name: string, items: Readonly<Record<string, string>>, parts?: SealParts): Promise<KubeObject>;
  create(object: KubeObject): Promise<KubeObject>;
  get(kind: "Secret" | "SealedSecret", name: string): Promise<KubeObject | undefined>;
  list(kind: "Secret" | "SealedSecret" | "Event", namespace?: string): Promise<readonly KubeObject[]>;
  patch(object: KubeObject, body: object): Promise<KubeObject>;
  delete(object: KubeObject): Promise<void>;
  /** Ends the controller and starts one that remembers nothing. */
  restart(): Promise<void>;
  stop(): Promise<void>;
  start(renewal?: { readonly periodMs?: number; readonly cutoffMs?: number }): Promise<void>;
  /** One more controller, whose keys are others. Returns the way to stop it. */
  startStranger(): Promise<() => Promise<void>>;
  /** Resolves when nothing has been written for a while. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

export interface SealParts {
  readonly scope?: SealingScope;
  readonly type?: string;
  readonly immutable?: boolean;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  /** Certificate to seal with instead of the newest. */
  readonly certificate?: string;
}

export interface SealedWorldOptions {
  /** How many controllers work side by side. */
  readonly controllers: number;
  /** Keys and SealedSecrets share one namespace. */
  readonly keysBeside?: boolean;
  readonly wrap?: (transport: Transport) => Transport;
}

const log = createLog({ level: (process.env["SILLAGE_TEST_LOG"] ?? "silent") as "silent" });

export async function createSealedWorld({ controllers, keysBeside = false, wrap = (transport) => transport }: SealedWorldOptions = { controllers: 1 }): Promise<SealedWorld> {
  const writes: string[] = [];
  const cluster = await openCluster();
  const client = createKubeClient({ transport: cluster.transport, clock: systemClock }, { userAgent: "person" });
  const controllerClient = createKubeClient({ transport: wrap(countWrites(cluster.transport, writes)), clock: systemClock }, { userAgent: "sillage" });
  const { signal } = new AbortController();
  const suffix = `${process.pid}-${Math.floor(Math.random() * 1e6)}`;
  const namespace = `sealed-${suffix}`;
  const keyNamespace = keysBeside ? namespace : `keys-${suffix}`;

  async function resourceOf(gvk: { readonly apiVersion: string; readonly kind: string }): Promise<ApiResource> {
    const resource = await client.discovery.findByKind(gvkOf(gvk), { signal });
    if (resource === undefined) throw new SillageError("notFound", `No such kind: ${gvk.kind}`);
    return resource;
  }

  const typeOf = (kind: string) => ({ apiVersion: kind === "SealedSecret" ? "bitnami.com/v1alpha1" : "v1", kind });
  const refOf = ({ metadata }: KubeObject) => ({ name: metadata.name ?? "", ...(metadata.namespace === undefined ? {} : { namespace: metadata.namespace }) });
  const create = async (object: KubeObject) => client.create(await resourceOf(object), object, { signal });

  async function startOne(options: object = {}) {
    const abort = new AbortController();
    const ctx = { signal: abort.signal, log };
    const controller = await createSealedSecretController(
      ctx,
      { client: controllerClient, clock: systemClock, random: Math.random, log },
      { controlNamespace: keyNamespace, keyNamespace, concurrency: 16, periodMs: 0, ...options },
    );
    return { controller, abort, ended: controller.run(ctx) };
  }

  const startAll = (renewal?: object) => Promise.all(Array.from({ length: controllers }, () => startOne(renewal)));

  for (const name of new Set([namespace, keyNamespace])) await create({ apiVersion: "v1", kind: "Namespace", metadata: { name } });
  await eventually(async () => void (await resourceOf(typeOf("SealedSecret"))));
  let running = await startAll();

  async function stop(): Promise<void> {
    for (const { abort } of running) abort.abort(new SillageError("canceled", "over"));
    await Promise.all(running.map(({ ended }) => ended));
    running = [];
  }

  async function start(renewal?: object): Promise<void> {
    running = await startAll(renewal);
  }

  function firstController(): SealedSecretController {
    const [first] = running;
    if (first === undefined) throw new Error("No controller is running");
    return first.controller;
  }

  return {
    client,
    writes,
    namespace,
    keyNamespace,
    get controller() {
      return firstController();
    },
    async seal(name, items, parts = {}) {
      const { scope, type, immutable, labels, annotations } = parts;
      const pem = parts.certificate ?? (await eventually(() => firstController().sealing.getCertificate()));
      const [certificate] = parseCertificates(pem);
      const data = Object.fromEntries(Object.entries(items).map(([item, text]) => [item, Buffer.from(text).toString("base64")]));
      const metadata = { name, namespace, ...(labels === undefined ? {} : { labels }), ...(annotations === undefined ? {} : { annotations }) };
      const secret = { apiVersion: "v1", kind: "Secret", metadata, ...(type === undefined ? {} : { type }), ...(immutable === undefined ? {} : { immutable }), data };
      return sealSecret(secret, { certificate, allowEmptyData: true, ...(scope === undefined ? {} : { scope }) });
    },
    create,
    get: async (kind, name) => client.fetchObject(await resourceOf(typeOf(kind)), { name, namespace }, { signal }),
    list: async (kind, inNamespace = namespace) => (await client.fetchList(await resourceOf(typeOf(kind)), { namespace: inNamespace, signal })).items,
    patch: async (object, body) => client.patch(await resourceOf(object), refOf(object), body as never, { signal, type: "merge", fieldManager: "person" }),
    delete: async (object) => void (await client.delete(await resourceOf(object), refOf(object), { signal, propagationPolicy: "Background" })),
    async restart() {
      await stop();
      await start();
    },
    stop,
    start,
    async startStranger() {
      const { controller, abort, ended } = await startOne({ keyNamespace: namespace });
      await eventually(() => controller.sealing.getCertificate());
      return () => {
        abort.abort(new SillageError("canceled", "over"));
        return ended;
      };
    },
    async settle() {
      for (let before = -1; before !== writes.length;) {
        before = writes.length;
        await delay(500);
      }
    },
    async close() {
      await stop();
      for (const name of new Set([namespace, keyNamespace])) await client.delete(await resourceOf({ apiVersion: "v1", kind: "Namespace" }), { name }, { signal });
      await cluster.close();
    },
  };
}
