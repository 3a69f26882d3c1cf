/**
 * Traces: which piece of work took how long, and for whose sake. Promises that tracing costs nothing while it is off, and that no failure of a collector is
 * felt. Knows no Kubernetes and no Git.
 */
export { noTracing, type SpanStart, type Tracer } from "./tracer.ts";
export { startTracing, type Tracing, type TracingOptions } from "./start-tracing.ts";
export { followKeys } from "./follow-keys.ts";
