import { sleep, type Clock } from "../async/index.ts";
import { isSillageError } from "../errors/index.ts";
import { readText } from "./read-lines.ts";
import type { Transport, TransportRequest, TransportResponse } from "./transport.ts";

const maxRetries = 5;
const maxWaitMs = 30_000;

export interface SendDeps {
  readonly transport: Transport;
  readonly clock: Clock;
  readonly random: () => number;
}

/**
 * Sends a request and obeys the server when it asks to come back later: 429, or 5xx with Retry-After, a few times. The server has not acted on such a
 * request, so every method may be repeated. A request that got no answer at all is repeated once, for the connection that was closed while it was idle,
 * if doing it twice is the same as doing it once.
 */
export async function sendPatiently(deps: SendDeps, request: TransportRequest, options: { readonly idempotent: boolean }): Promise<TransportResponse> {
  for (let retries = 0; ; retries += 1) {
    const response = await sendOnce(deps.transport, request, retries === 0 && options.idempotent);
    const waitMs = computeWaitMs(response, retries);
    if (waitMs === undefined || waitMs > maxWaitMs || retries === maxRetries) return response;
    await readText(response.body);
    await sleep(waitMs * (1 + deps.random() / 4), { clock: deps.clock, signal: request.signal });
  }
}

async function sendOnce(transport: Transport, request: TransportRequest, repeat: boolean): Promise<TransportResponse> {
  try {
    return await transport.send(request);
  } catch (error) {
    if (!repeat || !isSillageError(error, "unavailable")) throw error;
    return transport.send(request);
  }
}

function computeWaitMs(response: TransportResponse, retries: number): number | undefined {
  if (response.status !== 429 && response.status < 500) return undefined;
  const seconds = Number(response.headers["retry-after"] ?? Number.NaN);
  if (Number.isFinite(seconds) && seconds >= 0) return seconds * 1000;
  return response.status === 429 ? 1000 * 2 ** retries : undefined;
}
