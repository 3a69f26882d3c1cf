import { collectDefaultMetrics, Registry } from "prom-client";
import type { Application } from "../api/index.ts";
import type { Clock } from "../async/index.ts";
import type { GitObserver } from "../git/index.ts";
import { addApiMetrics, type AnsweredCall } from "./api-metrics.ts";
import { type ApplicationGaugesOptions, formatApplicationGauges } from "./application-gauges.ts";
import { addClusterMetrics, type ClusterState } from "./cluster-metrics.ts";
import { addGitMetrics } from "./git-metrics.ts";
import { addQueueMetrics, type QueueMetrics } from "./queue-metrics.ts";
import { addRequestMetrics, type RequestMetrics } from "./request-metrics.ts";
import { addSyncMetrics, type SyncObserver } from "./sync-metrics.ts";

export interface MetricsDeps {
  readonly clock: Clock;
  /** Asked at each scrape. */
  readonly listApplications: () => readonly Application[];
  readonly fetchClusterState: () => Promise<ClusterState>;
}

export interface MetricsOptions extends ApplicationGaugesOptions {
  readonly version: string;
  /** Memory, garbage collection and the event loop of this process. */
  readonly isProcessMeasured: boolean;
}

/** One registry, and what has to be told of what happens. */
export interface Metrics {
  readonly applications: SyncObserver & { changed: ReturnType<typeof addClusterMetrics> };
  readonly countRequests: RequestMetrics["countRequests"];
  readonly git: GitObserver;
  watchQueue(queue: { readonly name: string; readonly getDepth: () => number }): QueueMetrics;
  answered(call: AnsweredCall): void;
  /** The text that Prometheus reads. */
  render(): Promise<string>;
  readonly contentType: string;
}

export function createMetrics({ clock, listApplications, fetchClusterState }: MetricsDeps, options: MetricsOptions): Metrics {
  const registry = new Registry();
  const syncs = addSyncMetrics(registry);
  const requests = addRequestMetrics(registry);
  // Looked at ten times a second: often enough to see a stall, and not felt.
  if (options.isProcessMeasured) collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: 100 });
  return {
    applications: {
      reconciled: syncs.reconciled.bind(syncs),
      reported: syncs.reported.bind(syncs),
      changed: addClusterMetrics(registry, fetchClusterState),
      forgotten(ref) {
        syncs.forgotten(ref);
        requests.forgotten(ref);
      },
    },
    countRequests: requests.countRequests,
    git: addGitMetrics(registry, clock),
    watchQueue: addQueueMetrics(registry, clock),
    answered: addApiMetrics(registry, options.version),
    async render() {
      return formatApplicationGauges(listApplications(), options) + syncs.formatOrphans() + (await registry.metrics());
    },
    contentType: registry.contentType,
  };
}
