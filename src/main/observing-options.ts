import { Option } from "commander";
import { type EventReason, eventReasons } from "../controllers/index.ts";
import { SillageError } from "../errors/index.ts";
import { getBoolean, getString } from "../kube/index.ts";
import type { TracingOptions } from "../trace/index.ts";

/** What the command line says; what it leaves out is decided by the settings. */
export interface ObservingFlags {
  readonly metricsPort: string | undefined;
  readonly metricsAddress: string | undefined;
  readonly applicationLabels: string | undefined;
  readonly applicationConditions: string | undefined;
  readonly otlpAddress: string | undefined;
  readonly isOtlpInsecure: boolean | undefined;
  readonly otlpHeaders: string | undefined;
  readonly otlpAttributes: string | undefined;
  readonly otlpSampleRatio: string | undefined;
  readonly events: string | undefined;
}

/** What of the product can be seen from outside. */
export interface ObservingOptions {
  /** Left out: no metrics. */
  readonly metrics: { readonly host: string; readonly port: number; readonly labels: readonly string[]; readonly conditions: readonly string[] } | undefined;
  /** Left out: no traces. */
  readonly tracing: Omit<TracingOptions, "version"> | undefined;
  readonly eventReasons: readonly EventReason[];
}

/** The flags of `sillage server` about what can be seen of it; Argo CD's names. */
export function observingOptions(): readonly Option[] {
  return [
    new Option("--metrics-port <number>", "serve Prometheus metrics at /metrics on a port of their own; 0 takes any free one (default: no metrics)"),
    new Option("--metrics-address <address>", "where metrics are served (default: server.metrics.listen.address of argocd-cmd-params-cm, then that of --host)"),
    new Option("--metrics-application-labels <names>", "labels of Applications for argocd_app_labels, with commas between"),
    new Option("--metrics-application-conditions <types>", "conditions for argocd_app_condition, with commas between"),
    new Option("--otlp-address <address>", "send traces to this collector by OTLP over HTTP: host:port or a URL (default: otlp.address of argocd-cmd-params-cm, then no traces)"),
    new Option("--otlp-insecure", "plain HTTP to the collector; the default"),
    new Option("--no-otlp-insecure", "HTTPS to the collector"),
    new Option("--otlp-headers <headers>", "headers for the collector: key=value, with commas between"),
    new Option("--otlp-attrs <attributes>", "attributes of this process: key:value, with commas between"),
    new Option("--otlp-sample-ratio <ratio>", "how many traces are kept, from 0 to 1 (default: 1)"),
    new Option("--enable-k8s-event <reasons>", "which Kubernetes Events are written: all, none, or reasons with commas between").env("ARGOCD_ENABLE_K8S_EVENT"),
  ];
}

export function readObservingFlags(options: Readonly<Record<string, unknown>>): ObservingFlags {
  return {
    metricsPort: getString(options, "metricsPort"),
    metricsAddress: getString(options, "metricsAddress"),
    applicationLabels: getString(options, "metricsApplicationLabels"),
    applicationConditions: getString(options, "metricsApplicationConditions"),
    otlpAddress: getString(options, "otlpAddress"),
    isOtlpInsecure: getBoolean(options, "otlpInsecure"),
    otlpHeaders: getString(options, "otlpHeaders"),
    otlpAttributes: getString(options, "otlpAttrs"),
    otlpSampleRatio: getString(options, "otlpSampleRatio"),
    events: getString(options, "enableK8sEvent"),
  };
}

/** Flags, then `argocd-cmd-params-cm`, then the defaults. Throws `invalid` for a value that makes no sense. */
export function chooseObservingOptions(
  flags: ObservingFlags,
  { parameters, host }: { readonly parameters: Readonly<Record<string, string>>; readonly host: string },
): ObservingOptions {
  return { metrics: chooseMetrics(flags, parameters, host), tracing: chooseTracing(flags, parameters), eventReasons: chooseReasons(flags.events ?? "all") };
}

function chooseMetrics(flags: ObservingFlags, parameters: Readonly<Record<string, string>>, host: string): ObservingOptions["metrics"] {
  const { metricsPort } = flags;
  if (metricsPort === undefined) return undefined;
  const port = Number(metricsPort);
  if (!/^\d+$/.test(metricsPort) || port > 65_535) throw new SillageError("invalid", `"${metricsPort}" is no port for metrics: give a number from 0 to 65535`);
  return {
    host: flags.metricsAddress ?? (parameters["server.metrics.listen.address"] || host),
    port,
    labels: splitList(flags.applicationLabels ?? parameters["controller.metrics.application.labels"]),
    conditions: splitList(flags.applicationConditions ?? parameters["controller.metrics.application.conditions"]),
  };
}

function chooseTracing(flags: ObservingFlags, parameters: Readonly<Record<string, string>>): ObservingOptions["tracing"] {
  const address = flags.otlpAddress ?? parameters["otlp.address"] ?? "";
  if (address === "") return undefined;
  const isInsecure = flags.isOtlpInsecure ?? parameters["otlp.insecure"] !== "false";
  const sampleRatio = Number(flags.otlpSampleRatio ?? (parameters["otlp.sample.ratio"] || "1"));
  if (!(sampleRatio >= 0 && sampleRatio <= 1)) throw new SillageError("invalid", "The sample ratio of traces must be a number from 0 to 1");
  return {
    url: toTracesUrl(address, isInsecure),
    headers: parsePairs(flags.otlpHeaders ?? parameters["otlp.headers"], "="),
    attributes: parsePairs(flags.otlpAttributes ?? parameters["otlp.attrs"], ":"),
    sampleRatio,
  };
}

function toTracesUrl(address: string, isInsecure: boolean): string {
  const text = address.includes("://") ? address : `${isInsecure ? "http" : "https"}://${address}`;
  if (!URL.canParse(text)) throw new SillageError("invalid", `"${address}" is no address of a collector: give host:port or a URL`);
  const url = new URL(text);
  if (url.pathname === "/") url.pathname = "/v1/traces";
  return url.href;
}

/** Values may be secret, so a message must not quote them. */
function parsePairs(text: string | undefined, separator: string): Readonly<Record<string, string>> {
  const pairs = splitList(text).map((pair) => {
    const at = pair.indexOf(separator);
    if (at <= 0) throw new SillageError("invalid", `Headers and attributes of traces are written key${separator}value, with commas between`);
    return [pair.slice(0, at).trim(), pair.slice(at + 1).trim()] as const;
  });
  return Object.fromEntries(pairs);
}

function chooseReasons(text: string): readonly EventReason[] {
  if (text === "all") return eventReasons;
  if (text === "none" || text === "") return [];
  return splitList(text).map((name) => {
    const known = eventReasons.find((reason) => reason === name);
    if (known === undefined) throw new SillageError("invalid", `"${name}" is no reason of an event: give all, none, or some of ${eventReasons.join(", ")}`);
    return known;
  });
}

function splitList(text: string | undefined): readonly string[] {
  return (text ?? "")
    .split(",")
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "");
}
