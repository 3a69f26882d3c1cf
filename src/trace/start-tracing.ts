import { AsyncLocalStorage } from "node:async_hooks";
import type { Context as OtelContext, Span as OtelSpan } from "@opentelemetry/api";
import { describeError, isSillageError, toSillageError } from "../errors/index.ts";
import type { Log } from "../log/index.ts";
import type { SpanStart, Tracer } from "./tracer.ts";

export interface TracingOptions {
  /** Where OTLP is taken over HTTP: `http://collector:4318/v1/traces`. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Of the process, beside the name and version of the service. */
  readonly attributes: Readonly<Record<string, string>>;
  /** From 0 to 1: how many of the traces that begin here are kept. One that began elsewhere is kept if it was there. */
  readonly sampleRatio: number;
  readonly version: string;
}

export interface Tracing {
  readonly tracer: Tracer;
  /** Sends what is left, and no more. */
  close(): Promise<void>;
}

interface Place {
  readonly context: OtelContext;
  /** Missing for work resumed from a link. */
  readonly span?: OtelSpan;
  isOver: boolean;
}

const exportEveryMs = 2_000;
const exportTimeoutMs = 10_000;
const closeTimeoutMs = 3_000;

/** Loads the OpenTelemetry SDK, which nobody pays for who has no collector, and sends spans in batches off the way. */
export async function startTracing({ log }: { readonly log: Log }, options: TracingOptions): Promise<Tracing> {
  const [api, sdk, otlp, resources] = await Promise.all([
    import("@opentelemetry/api"),
    import("@opentelemetry/sdk-trace"),
    import("@opentelemetry/exporter-trace-otlp-http"),
    import("@opentelemetry/resources"),
  ]);
  const exporter = new otlp.OTLPTraceExporter({ url: options.url, headers: { ...options.headers }, timeoutMillis: exportTimeoutMs });
  const processor = new sdk.BatchSpanProcessor({ exporter: reporting(exporter, log), scheduledDelayMillis: exportEveryMs, exportTimeoutMillis: exportTimeoutMs });
  const provider = new sdk.TracerProvider({
    resource: resources.resourceFromAttributes({ "service.name": "sillage", "service.version": options.version, ...options.attributes }),
    sampler: new sdk.ParentBasedSampler({ root: new sdk.TraceIdRatioBasedSampler(options.sampleRatio) }),
    spanProcessors: [processor],
  });
  return {
    tracer: createTracer(api, provider.getTracer("sillage", options.version)),
    async close() {
      const late = AbortSignal.timeout(closeTimeoutMs);
      const given = new Promise<void>((resolve) => late.addEventListener("abort", () => resolve()));
      await Promise.race([provider.shutdown().catch(() => undefined), given]);
    },
  };
}

function createTracer(api: typeof import("@opentelemetry/api"), otel: import("@opentelemetry/api").Tracer): Tracer {
  const places = new AsyncLocalStorage<Place | undefined>();

  /** Loops outlive the work in which somebody happened to begin them: what is over is nobody's parent any more. */
  function here(): Place | undefined {
    const place = places.getStore();
    return place?.isOver === false ? place : undefined;
  }

  function begin({ name, attributes = {} }: SpanStart): Place & { readonly span: OtelSpan } {
    const parent = here()?.context ?? api.ROOT_CONTEXT;
    const span = otel.startSpan(name, { attributes: { ...attributes } }, parent);
    return { context: api.trace.setSpan(parent, span), span, isOver: false };
  }

  function fail(span: OtelSpan, error: unknown): void {
    const { code } = toSillageError(error);
    if (code === "canceled") return;
    span.setStatus({ code: api.SpanStatusCode.ERROR, message: isSillageError(error) ? error.message : code });
  }

  return {
    async trace(start, work) {
      const place = begin(start);
      try {
        return await places.run(place, () => work({ set: (attributes) => void place.span.setAttributes({ ...attributes }) }));
      } catch (error) {
        fail(place.span, error);
        throw error;
      } finally {
        place.isOver = true;
        place.span.end();
      }
    },
    current: () => here()?.span?.spanContext(),
    resume: (link, work) => places.run(link && { context: api.trace.setSpanContext(api.ROOT_CONTEXT, link), isOver: false }, work),
  };
}

type Exporter = import("@opentelemetry/sdk-trace").SpanExporter;

/** A collector that is away is told of once, and again after it was back. */
function reporting(exporter: Exporter, log: Log): Exporter {
  let isFailing = false;
  return {
    export(spans, done) {
      exporter.export(spans, (result) => {
        const hasFailed = result.error !== undefined;
        if (hasFailed && !isFailing) log.warn("Cannot send traces", { error: describeError(result.error) });
        isFailing = hasFailed;
        done(result);
      });
    },
    shutdown: () => exporter.shutdown(),
    forceFlush: async () => exporter.forceFlush?.(),
  };
}
