import type { Clock } from "../async/index.ts";
import { createEvents, type ApplicationController, type Events, type Instruments } from "../controllers/index.ts";
import type { GitObserver } from "../git/index.ts";
import { fetchCoreResource, type KubeClient } from "../kube/index.ts";
import type { Context } from "../log/index.ts";
import type { Metrics, MetricsServer } from "../metrics/index.ts";
import type { KeyObserver } from "../runtime/index.ts";
import type { ProjectCache, ServerDeps } from "../server/index.ts";
import { followKeys, noTracing, startTracing, type Tracer, type Tracing } from "../trace/index.ts";
import type { ClusterHealth } from "./find-troubles.ts";
import type { ObservingOptions } from "./observing-options.ts";
import type { SettingsSource } from "./settings-source.ts";
import { productVersion } from "./version.ts";

export interface ObservingDeps {
  readonly client: KubeClient;
  readonly clock: Clock;
  readonly settings: Pick<SettingsSource, "get">;
  readonly applications: Pick<ServerDeps["applications"], "get" | "list">;
  readonly projects: Pick<ProjectCache, "get">;
  readonly health: Pick<ClusterHealth, "fetchVersion">;
}

/** Metrics, traces and events: what looks on while the product works. */
export interface Observing {
  readonly instruments: Instruments;
  readonly git: GitObserver;
  readonly tracer: Tracer;
  readonly onAnswered: NonNullable<ServerDeps["onAnswered"]>;
  /** The controller whose cache is measured. */
  follow(controller: Pick<ApplicationController, "getCacheStats">): void;
  /** Serves metrics, if they are wanted. Throws when the port is taken. */
  listen(ctx: Context): Promise<void>;
  /** Writes events until the signal aborts. */
  run(ctx: Context): Promise<void>;
  close(): Promise<void>;
}

/** Where Argo CD, which speaks gRPC, is mostly pointed at. */
const grpcPort = "4317";

/** Loads what is switched on, and nothing else. */
export async function openObserving(ctx: Context, deps: ObservingDeps, options: ObservingOptions & { readonly namespace: string }): Promise<Observing> {
  let followed: Pick<ApplicationController, "getCacheStats"> | undefined;
  const tracing = options.tracing === undefined ? undefined : await startTracing(ctx, { ...options.tracing, version: productVersion() });
  if (options.tracing !== undefined && new URL(options.tracing.url).port === grpcPort)
    ctx.log.warn("Traces are sent as OTLP over HTTP, and this port is mostly for gRPC: try 4318", { port: grpcPort });
  const metrics =
    options.metrics === undefined ? undefined : await openMetrics(ctx, deps, { ...options.metrics, getCacheStats: () => followed?.getCacheStats() ?? { kinds: 0, objects: 0 } });
  const events = options.eventReasons.length === 0 ? undefined : await openEvents(ctx, deps, options);
  return {
    instruments: createInstruments({ metrics, tracing, events }),
    git: observeGit({ metrics, tracing }),
    tracer: tracing?.tracer ?? noTracing,
    onAnswered(call) {
      metrics?.answered(call);
      if (call.error === undefined) events?.called(call);
    },
    follow: (controller) => void (followed = controller),
    async listen({ log }) {
      const url = await metrics?.server.listen();
      if (url !== undefined) log.info("Serving metrics", { url: `${url}/metrics` });
    },
    run: async (run) => events?.run(run),
    async close() {
      await Promise.all([metrics?.server.close(), tracing?.close()]);
    },
  };
}

type CacheStats = Pick<ReturnType<ApplicationController["getCacheStats"]>, "kinds" | "objects">;

interface MetricsParts extends NonNullable<ObservingOptions["metrics"]> {
  readonly getCacheStats: () => CacheStats;
}

async function openMetrics(
  ctx: Context,
  deps: ObservingDeps,
  { getCacheStats, host, port, labels, conditions }: MetricsParts,
): Promise<Metrics & { readonly server: MetricsServer }> {
  const { createMetrics, createMetricsServer } = await import("../metrics/index.ts");
  const fetchClusterState = async () => {
    const { kinds, objects } = getCacheStats();
    return { kinds, objects, version: await deps.health.fetchVersion() };
  };
  const metrics = createMetrics(
    { clock: deps.clock, listApplications: () => deps.applications.list(), fetchClusterState },
    { labels, conditions, version: productVersion(), isProcessMeasured: true },
  );
  return { ...metrics, server: createMetricsServer({ metrics, log: ctx.log }, { host, port }) };
}

async function openEvents(ctx: Context, deps: ObservingDeps, options: Pick<ObservingOptions, "eventReasons"> & { readonly namespace: string }): Promise<Events> {
  const { client, clock, settings, applications, projects } = deps;
  const eventResource = await fetchCoreResource(client, "Event", { signal: ctx.signal });
  return createEvents(
    {
      client,
      eventResource,
      clock,
      log: ctx.log,
      getApplication: (ref) => applications.get(ref),
      getProject: (name) => projects.get(name),
      getLabelSettings: () => settings.get().eventLabels,
    },
    { reasons: options.eventReasons, controlNamespace: options.namespace },
  );
}

interface Parts {
  readonly metrics: Metrics | undefined;
  readonly tracing: Tracing | undefined;
  readonly events?: Events | undefined;
}

function createInstruments({ metrics, tracing, events }: Parts): Instruments {
  return {
    observers: [...(metrics === undefined ? [] : [metrics.applications]), ...(events === undefined ? [] : [events])],
    countRequests: metrics?.countRequests ?? ((client) => client),
    tracer: tracing?.tracer ?? noTracing,
    observeQueue: metrics === undefined && tracing === undefined ? undefined : (queue) => observeKeys(metrics?.watchQueue(queue), tracing && followKeys(tracing.tracer)),
  };
}

function observeKeys(measured: KeyObserver | undefined, followed: Pick<KeyObserver, "added" | "reconcile"> | undefined): KeyObserver {
  return {
    added(key) {
      measured?.added(key);
      followed?.added(key);
    },
    retried: (key) => measured?.retried(key),
    reconcile(key, work) {
      const traced = followed === undefined ? work : () => followed.reconcile(key, work);
      return measured === undefined ? traced() : measured.reconcile(key, traced);
    },
  };
}

function observeGit({ metrics, tracing }: Parts): GitObserver {
  const { tracer = noTracing } = tracing ?? {};
  return {
    request(request, work) {
      const start = { name: `reposerver.${request.kind === "fetch" ? "Fetch" : "LsRemote"}`, attributes: { "argocd.source.repo_url": request.url } };
      return tracer.trace(start, () => (metrics === undefined ? work() : metrics.git.request(request, work)));
    },
    push(url, work) {
      const start = { name: "reposerver.Refresh", attributes: { "argocd.source.repo_url": url } };
      return tracer.trace(start, () => (metrics === undefined ? work() : metrics.git.push(url, work)));
    },
  };
}
