import path from "node:path";
import { createManualClock, type ManualClock } from "../../../src/async/index.ts";
import { SillageError } from "../../../src/errors/index.ts";
import { createKubeClient, gvkOf, type JsonObject, type KubeObject, type Transport, type TransportRequest, type TransportResponse } from "../../../src/kube/index.ts";
import { createLog } from "../../../src/log/index.ts";
import { readDefinitions } from "../../../src/main/definitions.ts";
import { createControllers } from "../../../src/sandbox/controllers/index.ts";
import { administrator, createSandbox, type Sandbox } from "../../../src/sandbox/index.ts";
import { createKubelet } from "../../../src/sandbox/kubelet/index.ts";
import { makeTempFolder } from "../../support/temp-folder.ts";
import { describeRequest } from "./describe-request.ts";
import { describeStatus } from "./describe-status.ts";
import { createNetwork, type Network } from "./faults.ts";
import { createGitHistory, type GitHistory, watchGit } from "./git-history.ts";
import { controlNamespace, type ProductProcess, startProductProcess } from "./product-process.ts";

/** A cluster, a repository and the product on one clock that stands still. Everything the product does is written down. */
export interface ScenarioWorld {
  readonly clock: ManualClock;
  readonly git: GitHistory;
  readonly network: Network;
  /** What the product did since the last call. */
  takeTrace(): string[];
  announcePush(): void;
  compactHistory(): void;
  /** How often anybody has written to the cluster, heartbeats aside. */
  countActivity(): number;
  start(): Promise<void>;
  stop(how: "gently" | "at once"): Promise<void>;
  /** Dies after its next `writes` writes and starts again, over and over or only once. */
  crashAfter(writes: number, options: { readonly isRepeated: boolean }): void;
  find(kind: string, name: string): Promise<KubeObject | undefined>;
  apply(object: KubeObject): Promise<void>;
  patch(object: KubeObject, body: JsonObject): Promise<void>;
  delete(object: KubeObject): Promise<void>;
  close(): Promise<void>;
}

const epochMs = Date.UTC(2026, 0, 1);
/** The cluster comes up before the scenario begins. */
const warmUpMs = 10_000;
const namespace = "shop";
const log = createLog({ level: "silent" });

export async function createScenarioWorld(): Promise<ScenarioWorld> {
  const lines: string[] = [];
  let product: ProductProcess | undefined;
  let restarting = false;
  let activity = 0;
  const processes = watchGit((command) => {
    if (command === "ls-remote" || command === "fetch") note(command === "fetch" ? "git: fetch" : "git: anything new?");
  });
  const clock = createManualClock(epochMs - warmUpMs, async () => {
    do await nextTurn();
    while (isBusy());
    await nextTurn();
  });
  const git = await createGitHistory(clock);
  const random = createRandom(1);
  const sandbox = await createSandbox({ clock, random, definitions: await readDefinitions() });
  const network = createNetwork(
    watchWrites(sandbox.transport(administrator), () => (activity += 1)),
    clock,
  );
  const abort = new AbortController();
  const { signal } = abort;
  const machinery = runMachinery(sandbox, { clock, random, signal, onWrite: () => (activity += 1) });
  const person = createKubeClient({ transport: sandbox.transport(administrator), clock, random }, { userAgent: "person" });
  const dataDir = path.join(makeTempFolder(), "mirrors");

  function isBusy(): boolean {
    return restarting || processes.isBusy() || product?.isBusy() === true;
  }

  function note(line: string): void {
    lines.push(`${`+${formatElapsed(clock.now() - epochMs)}`.padEnd(8)} ${git.withNames(line)}`);
  }

  async function onWrite(request: TransportRequest, response: TransportResponse): Promise<TransportResponse> {
    const text = await readText(response);
    note(describeWrite(request, { status: response.status, text }));
    return { ...response, body: once(text) };
  }

  async function start(): Promise<void> {
    product = await startProductProcess({ clock, random, transport: network.transport, onWrite, dataDir });
  }
  async function stop(how: "gently" | "at once"): Promise<void> {
    await product?.stop(how);
    product = undefined;
  }
  async function crashAfter(writes: number, options: { readonly isRepeated: boolean }): Promise<void> {
    await product?.dieAfter(writes);
    restarting = true;
    note("died, and starts again");
    await stop("at once");
    await start();
    restarting = false;
    if (options.isRepeated) void crashAfter(writes, options);
  }

  async function resourceOf(gvk: { readonly apiVersion: string; readonly kind: string }) {
    const resource = await person.discovery.findByKind(gvkOf(gvk), { signal });
    if (resource === undefined) throw new SillageError("notFound", `No such kind: ${gvk.kind}`);
    return resource;
  }
  const refOf = ({ metadata }: KubeObject) => ({ name: metadata.name ?? "", ...(metadata.namespace === undefined ? {} : { namespace: metadata.namespace }) });

  await person.apply(
    await resourceOf({ apiVersion: "v1", kind: "Namespace" }),
    { apiVersion: "v1", kind: "Namespace", metadata: { name: controlNamespace } },
    { signal, fieldManager: "person", force: true },
  );
  await clock.advance(warmUpMs);
  await start();
  return {
    clock,
    git,
    network,
    takeTrace: () => lines.splice(0),
    announcePush: () => product?.announcePush(git.url),
    compactHistory: () => sandbox.compact(),
    countActivity: () => activity,
    start,
    stop,
    crashAfter: (writes, options) => void crashAfter(writes, options),
    async find(kind, name) {
      const resource = await resourceOf(kinds[kind]!);
      return person.fetchObject(resource, { name, namespace: kind === "application" ? controlNamespace : namespace }, { signal });
    },
    apply: async (object) => void (await person.apply(await resourceOf(object), object, { signal, fieldManager: "person", force: true })),
    patch: async (object, body) => void (await person.patch(await resourceOf(object), refOf(object), body, { signal, type: "merge", fieldManager: "person" })),
    delete: async (object) => void (await person.delete(await resourceOf(object), refOf(object), { signal, propagationPolicy: "Background" })),
    async close() {
      await stop("at once");
      abort.abort(new SillageError("canceled", "over"));
      await machinery;
      await sandbox.close();
      processes.close();
    },
  };
}

const kinds: Readonly<Record<string, { readonly apiVersion: string; readonly kind: string }>> = {
  application: { apiVersion: "argoproj.io/v1alpha1", kind: "Application" },
  configmap: { apiVersion: "v1", kind: "ConfigMap" },
  deployment: { apiVersion: "apps/v1", kind: "Deployment" },
  job: { apiVersion: "batch/v1", kind: "Job" },
};

interface Surroundings {
  readonly clock: ManualClock;
  readonly random: () => number;
  readonly signal: AbortSignal;
  readonly onWrite: () => void;
}

/** What a cluster does by itself: controllers, a garbage collector, nodes. */
async function runMachinery(sandbox: Sandbox, { clock, random, signal, onWrite }: Surroundings): Promise<void> {
  const client = (component: string) => createKubeClient({ transport: watchWrites(sandbox.transport(administrator), onWrite), clock, random }, { userAgent: component });
  const controllers = createControllers({ client: client("kube-controller-manager"), clock, log }, { caBundle: sandbox.authority });
  const kubelet = createKubelet({ client: client("kubelet"), clock, log });
  await Promise.all([controllers.run(signal), kubelet.run(signal)]);
}

/** Tells of writes that change something worth waiting for: not of heartbeats and dry runs. */
function watchWrites(inner: Transport, onWrite: () => void): Transport {
  return {
    send(request) {
      if (request.method !== "GET" && !/\/(?:leases|nodes|events)\b/.test(request.path) && describeRequest(request).verb !== "try") onWrite();
      return inner.send(request);
    },
    close: () => inner.close(),
  };
}

function describeWrite(request: TransportRequest, { status, text }: { readonly status: number; readonly text: string }): string {
  const { verb, resource, object } = describeRequest(request);
  const answer = JSON.parse(text) as KubeObject & { readonly reason?: string };
  if (status >= 400) return `${verb} ${resource} ${object} → ${status} ${answer.reason}`;
  const isStatus = verb === "patch" && resource === "applications" && /^\{.*"status":/s.test(request.body ?? "");
  return isStatus ? `status ${answer.metadata.name}: ${describeStatus(answer)}` : `${verb} ${resource} ${object}`;
}

async function readText({ body }: TransportResponse): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

async function* once(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** `1m30s`, `0.3s`. */
function formatElapsed(spanMs: number): string {
  const minutes = Math.floor(spanMs / 60_000);
  return `${minutes > 0 ? `${minutes}m` : ""}${(spanMs - minutes * 60_000) / 1000}s`;
}

/** The same numbers each time. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}
