import { Readable } from "node:stream";
import type { FastifyReply } from "fastify";
import type { Clock } from "../../async/index.ts";
import { getString, isRecord } from "../../kube/index.ts";
import { describeStreamFailure } from "./error-reply.ts";
import { withBeats } from "./with-beats.ts";

export interface StreamDeps {
  readonly clock: Clock;
  /** Ends the stream; the reader is told why. */
  readonly signal: AbortSignal;
  readonly serialize: (item: unknown) => string;
  /** Throws when the session of the reader does not count any more. */
  readonly checkSession: () => Promise<void>;
}

/** Proxies close what is silent for a minute. */
const beatMs = 15_000;
/** So soon a reader learns from where it could go on. */
const restMs = 1_000;
/** A session that was ended reads on for this long at most. */
const trustMs = 1_000;

/**
 * One `{"result": item}` per line, or the same as server-sent events for who accepts those. What is not read stays with the producer. A failure is the last
 * line: `{"error": …}`.
 */
export function sendStream(reply: FastifyReply, items: AsyncIterable<unknown>, deps: StreamDeps): FastifyReply {
  const isEvents = (reply.request.headers.accept ?? "").includes("text/event-stream");
  return reply
    .header("cache-control", "no-store")
    .header("x-accel-buffering", "no")
    .type(isEvents ? "text/event-stream" : "application/json")
    .send(Readable.from(frames(items, deps, isEvents ? events : lines), { objectMode: false, highWaterMark: 1 }));
}

/** How a stream looks on the wire. */
interface Framing {
  readonly frame: (text: string) => string;
  /** Keeps the connection alive, and tells what the reader may go on from. */
  readonly beat: (version: bigint) => string;
}

const lines: Framing = { frame: (text) => `${text}\n`, beat: () => "\n" };
const events: Framing = { frame: (text) => `data: ${text}\n\n`, beat: (version) => (version === 0n ? ":\n\n" : `id: ${version}\n\n`) };

async function* frames(items: AsyncIterable<unknown>, deps: StreamDeps, { frame, beat }: Framing): AsyncGenerator<string> {
  const checkSession = createCheck(deps);
  let sent = 0n;
  let told = 0n;
  yield beat(told);
  try {
    for await (const turn of withBeats(items, { clock: deps.clock, getWaitMs: () => (sent === told ? beatMs : restMs) })) {
      await checkSession();
      if (turn.kind === "item") {
        sent = newest(sent, versionOf(turn.item));
        yield frame(`{"result":${deps.serialize(turn.item)}}`);
        continue;
      }
      // Nothing waits now, so everything up to this version has been sent.
      told = sent;
      yield beat(told);
    }
    deps.signal.throwIfAborted();
  } catch (error) {
    yield frame(JSON.stringify({ error: describeStreamFailure(error) }));
  }
}

function createCheck({ clock, checkSession }: StreamDeps): () => Promise<void> {
  let checkedMs = clock.now();
  return async () => {
    if (clock.now() - checkedMs < trustMs) return;
    await checkSession();
    checkedMs = clock.now();
  };
}

/** The resource version of the object that an item shows; 0 when it shows none. */
function versionOf(item: unknown): bigint {
  const shown = isRecord(item) ? Object.values(item) : [];
  for (const object of shown) {
    const version = getString(object, "metadata", "resourceVersion") ?? "";
    if (/^\d+$/.test(version)) return BigInt(version);
  }
  return 0n;
}

function newest(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}
