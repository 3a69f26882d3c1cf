import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { getField, getList, getString } from "../../src/kube/index.ts";

/** A span as OTLP brings it. */
export interface ReceivedSpan {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  /** Empty for the first of its trace. */
  readonly parentSpanId: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** A collector that takes OTLP in JSON over HTTP. */
export interface TraceReceiver {
  readonly address: string;
  readonly spans: readonly ReceivedSpan[];
  /** All that came, as it came, headers included. */
  readonly texts: readonly string[];
  close(): Promise<void>;
}

export async function startTraceReceiver(): Promise<TraceReceiver> {
  const spans: ReceivedSpan[] = [];
  const texts: string[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(Buffer.from(chunk));
      const body = Buffer.concat(chunks).toString("utf8");
      texts.push(`${request.method} ${request.url} ${JSON.stringify(request.headers)}\n${body}`);
      spans.push(...readSpans(JSON.parse(body)));
      response.setHeader("content-type", "application/json").end("{}");
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans,
    texts,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function readSpans(body: unknown): ReceivedSpan[] {
  return getList(body, "resourceSpans")
    .flatMap((resource) => getList(resource, "scopeSpans"))
    .flatMap((scope) => getList(scope, "spans"))
    .map((span) => ({
      name: getString(span, "name") ?? "",
      traceId: getString(span, "traceId") ?? "",
      spanId: getString(span, "spanId") ?? "",
      parentSpanId: getString(span, "parentSpanId") ?? "",
      attributes: Object.fromEntries(getList(span, "attributes").map((entry) => [getString(entry, "key") ?? "", Object.values(getField(entry, "value") as object)[0]])),
    }));
}
