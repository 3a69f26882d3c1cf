/**
 * Prometheus metrics by Argo CD's names, and a few of our own. Promises that their number is bounded by that of applications, repositories and operations,
 * never by what strangers send. Knows nothing of controllers and servers: they tell it what happened, in methods of their own making.
 */
export { createMetrics, type Metrics } from "./create-metrics.ts";
export { createMetricsServer, type MetricsServer } from "./metrics-server.ts";
