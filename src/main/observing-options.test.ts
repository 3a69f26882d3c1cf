import { deepEqual, throws } from "node:assert/strict";
import { describe, it } from "node:test";
import { createCommand } from "commander";
import { eventReasons } from "../controllers/index.ts";
import { chooseObservingOptions, type ObservingFlags, observingOptions, type ObservingOptions, readObservingFlags } from "./observing-options.ts";

interface Row {
  readonly name: string;
  readonly flags?: Partial<ObservingFlags>;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly want: Partial<ObservingOptions>;
}

const tracing = { url: "http://collector:4318/v1/traces", headers: {}, attributes: {}, sampleRatio: 1 };

const rows: readonly Row[] = [
  { name: "events, and nothing that listens or sends", want: {} },
  {
    name: "metrics where the server is",
    flags: { metricsPort: "8082", applicationLabels: "team, env" },
    want: { metrics: { host: "10.0.0.1", port: 8082, labels: ["team", "env"], conditions: [] } },
  },
  {
    name: "metrics as the settings say",
    flags: { metricsPort: "0" },
    parameters: { "server.metrics.listen.address": "0.0.0.0", "controller.metrics.application.labels": "team", "controller.metrics.application.conditions": "SyncError" },
    want: { metrics: { host: "0.0.0.0", port: 0, labels: ["team"], conditions: ["SyncError"] } },
  },
  { name: "traces to a host and port", flags: { otlpAddress: "collector:4318" }, want: { tracing } },
  { name: "traces to a URL", flags: { otlpAddress: "https://collector.example.com/otlp" }, want: { tracing: { ...tracing, url: "https://collector.example.com/otlp" } } },
  {
    name: "traces as the settings say",
    parameters: { "otlp.address": "collector:4318", "otlp.insecure": "false", "otlp.headers": "a=b=c,d=e", "otlp.attrs": "k8s.cluster.name:one", "otlp.sample.ratio": "0.1" },
    want: { tracing: { url: "https://collector:4318/v1/traces", headers: { a: "b=c", d: "e" }, attributes: { "k8s.cluster.name": "one" }, sampleRatio: 0.1 } },
  },
  { name: "no events", flags: { events: "none" }, want: { eventReasons: [] } },
  { name: "some events", flags: { events: "OperationStarted,OperationCompleted" }, want: { eventReasons: ["OperationStarted", "OperationCompleted"] } },
];

const refused: readonly (readonly [Partial<ObservingFlags>, RegExp])[] = [
  [{ metricsPort: "many" }, /"many" is no port for metrics/],
  [{ otlpAddress: "a b" }, /"a b" is no address of a collector/],
  [{ otlpAddress: "c:1", otlpHeaders: "very-secret" }, /^SillageError: Headers and attributes of traces are written key=value, with commas between$/],
  [{ otlpAddress: "c:1", otlpSampleRatio: "2" }, /from 0 to 1/],
  [{ events: "Everything" }, /"Everything" is no reason of an event/],
];

describe("What can be seen of the product", () => {
  const choose = (flags: Partial<ObservingFlags>, parameters: Readonly<Record<string, string>> = {}) =>
    chooseObservingOptions({ ...readObservingFlags({}), ...flags }, { parameters, host: "10.0.0.1" });
  for (const { name, flags = {}, parameters, want } of rows)
    it(`is ${name}`, () => deepEqual(choose(flags, parameters), { metrics: undefined, tracing: undefined, eventReasons, ...want }));
  it("is what the command line says", () => {
    const command = createCommand();
    for (const option of observingOptions()) command.addOption(option);
    const argv = ["--metrics-port", "8082", "--metrics-address", "::1", "--metrics-application-labels", "team", "--metrics-application-conditions", "SyncError"];
    argv.push("--otlp-address", "c:1", "--no-otlp-insecure", "--otlp-headers", "a=b", "--otlp-attrs", "a:b", "--otlp-sample-ratio", "0.5", "--enable-k8s-event", "none");
    deepEqual(choose(readObservingFlags(command.parse(argv, { from: "user" }).opts())), {
      metrics: { host: "::1", port: 8082, labels: ["team"], conditions: ["SyncError"] },
      tracing: { url: "https://c:1/v1/traces", headers: { a: "b" }, attributes: { a: "b" }, sampleRatio: 0.5 },
      eventReasons: [],
    });
  });
  for (const [flags, message] of refused) it(`is not ${JSON.stringify(flags)}`, () => throws(() => choose(flags), message));
});
