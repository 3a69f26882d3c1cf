import { Counter, Gauge, Histogram, type Registry } from "prom-client";
import type { Clock } from "../async/index.ts";

/** Told of the keys of one queue. */
export interface QueueMetrics {
  added(key: string): void;
  retried(key: string): void;
  reconcile<T>(key: string, work: () => Promise<T>): Promise<T>;
}

/** The queue's name in Argo CD, where it has one. */
const names: Readonly<Record<string, string>> = { application: "app_reconciliation_queue", project: "project_reconciliation_queue" };
const buckets = [0.001, 0.01, 0.1, 1, 10, 100];

/** client-go's metrics of work queues. */
export function addQueueMetrics(registry: Registry, clock: Clock): (queue: { readonly name: string; readonly getDepth: () => number }) => QueueMetrics {
  const common = { labelNames: ["name"], registers: [registry] };
  const depths = new Map<string, () => number>();
  const depth = new Gauge({
    ...common,
    name: "workqueue_depth",
    help: "Current depth of workqueue",
    collect() {
      for (const [name, getDepth] of depths) depth.set({ name }, getDepth());
    },
  });
  const adds = new Counter({ ...common, name: "workqueue_adds_total", help: "Total number of adds handled by workqueue" });
  const retries = new Counter({ ...common, name: "workqueue_retries_total", help: "Total number of retries handled by workqueue" });
  const waits = new Histogram({ ...common, name: "workqueue_queue_duration_seconds", help: "How long in seconds an item stays in workqueue before being requested.", buckets });
  const works = new Histogram({ ...common, name: "workqueue_work_duration_seconds", help: "How long in seconds processing an item from workqueue takes.", buckets });

  return function watch({ name: controller, getDepth }) {
    const name = names[controller] ?? controller;
    const labels = { name };
    const addedMs = new Map<string, number>();
    depths.set(name, getDepth);
    return {
      added(key) {
        adds.inc(labels);
        if (!addedMs.has(key)) addedMs.set(key, clock.now());
      },
      retried: () => retries.inc(labels),
      async reconcile(key, work) {
        const beganMs = clock.now();
        waits.observe(labels, (beganMs - (addedMs.get(key) ?? beganMs)) / 1_000);
        addedMs.delete(key);
        try {
          return await work();
        } finally {
          works.observe(labels, (clock.now() - beganMs) / 1_000);
        }
      },
    };
  };
}
