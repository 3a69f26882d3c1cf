import { type Clock, sleep } from "../../../src/async/index.ts";
import { SillageError } from "../../../src/errors/index.ts";
import type { Transport, TransportRequest, TransportResponse } from "../../../src/kube/index.ts";
import { describeRequest } from "./describe-request.ts";

/** What goes wrong with the next requests that fit. */
export interface Fault {
  readonly verb: string;
  /** `*` for any. */
  readonly resource: string;
  readonly effect: { readonly kind: "answer"; readonly status: number } | { readonly kind: "slow"; readonly delayMs: number };
  left: number;
}

/** The network between the product and the API server. */
export interface Network {
  readonly transport: Transport;
  add(fault: Fault): void;
  /** All faults are over. */
  recover(): void;
  /** Breaks all streams that are open now. */
  breakStreams(): void;
}

export function createNetwork(inner: Transport, clock: Clock): Network {
  const faults: Fault[] = [];
  let streams = new AbortController();

  function takeFault(request: TransportRequest): Fault | undefined {
    const { verb, resource } = describeRequest(request);
    const fault = faults.find((candidate) => candidate.left > 0 && candidate.verb === verb && ["*", resource].includes(candidate.resource));
    if (fault !== undefined) fault.left -= 1;
    return fault;
  }

  return {
    transport: {
      async send(request) {
        const fault = takeFault(request);
        if (fault?.effect.kind === "answer") return answer(fault.effect.status);
        if (fault?.effect.kind === "slow") await sleep(fault.effect.delayMs, { clock, signal: request.signal });
        if (request.streaming !== true) return inner.send(request);
        const response = await inner.send({ ...request, signal: AbortSignal.any([request.signal, streams.signal]) });
        return { ...response, body: breakable(response.body, streams.signal) };
      },
      close: () => inner.close(),
    },
    add: (fault) => void faults.push(fault),
    recover: () => void faults.splice(0),
    breakStreams() {
      streams.abort(new SillageError("unavailable", "The connection was lost"));
      streams = new AbortController();
    },
  };
}

/** A stream that was cut does not end, it fails. */
async function* breakable(body: AsyncIterable<Uint8Array>, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  for await (const chunk of body) yield chunk;
  signal.throwIfAborted();
}

const reasons: Readonly<Record<number, string>> = { 409: "Conflict", 410: "Expired", 500: "InternalError", 503: "ServiceUnavailable" };

function answer(code: number): TransportResponse {
  const reason = reasons[code] ?? "";
  const text = JSON.stringify({ kind: "Status", apiVersion: "v1", metadata: {}, status: "Failure", message: `made to fail (${reason})`, reason, code });
  return { status: code, headers: { "content-type": "application/json" }, body: once(text) };
}

async function* once(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}
