import { once } from "node:events";
import type { ServerResponse } from "node:http";
import type { FastifyReply } from "fastify";
import type { Clock } from "../../async/index.ts";
import { getString, isRecord } from "../../kube/index.ts";
import { describeStreamFailure } from "./error-reply.ts";
import type { Serialized } from "./serialize.ts";
import { withBeats } from "./with-beats.ts";

export interface StreamDeps {
  readonly clock: Clock;
  /** Ends the stream; the reader is told why. */
  readonly signal: AbortSignal;
  readonly serialize: (item: unknown) => Serialized;
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
 * line: `{"error": …}`. Past Fastify, whose streams would copy each of the pieces that all readers share.
 */
export async function sendStream(reply: FastifyReply, items: AsyncIterable<unknown>, deps: StreamDeps): Promise<FastifyReply> {
  const isEvents = (reply.request.headers.accept ?? "").includes("text/event-stream");
  const { raw } = reply.headers({ "cache-control": "no-store", "x-accel-buffering": "no", "content-type": isEvents ? "text/event-stream" : "application/json" }).hijack();
  raw.writeHead(200, Object.fromEntries(Object.entries(reply.getHeaders()).filter((entry) => entry[1] !== undefined)));
  for await (const chunks of frames(items, deps, isEvents ? events : lines)) await write(raw, chunks, deps.signal);
  raw.end();
  return reply;
}

/** Resolves when there is room for more, or the stream is to end. Asks the socket: what was written in one go counts for the response only later. */
async function write(raw: ServerResponse, chunks: Chunks, signal: AbortSignal): Promise<void> {
  raw.cork();
  for (const chunk of chunks) raw.write(chunk);
  raw.uncork();
  const { socket } = raw;
  if (socket?.writableNeedDrain === true && !signal.aborted) await once(socket, "drain", { signal }).catch(() => undefined);
}

type Chunks = Serialized["chunks"];

/** How a stream looks on the wire. */
interface Framing {
  readonly before: string;
  readonly after: string;
  /** Keeps the connection alive, and tells what the reader may go on from. */
  readonly beat: (version: bigint) => string;
}

const lines: Framing = { before: "", after: "\n", beat: () => "\n" };
const events: Framing = { before: "data: ", after: "\n\n", beat: (version) => (version === 0n ? ":\n\n" : `id: ${version}\n\n`) };

async function* frames(items: AsyncIterable<unknown>, deps: StreamDeps, { before, after, beat }: Framing): AsyncGenerator<Chunks> {
  const checkSession = createCheck(deps);
  let sent = 0n;
  let told = 0n;
  yield [beat(told)];
  try {
    for await (const turn of withBeats(items, { clock: deps.clock, getWaitMs: () => (sent === told ? beatMs : restMs) })) {
      await checkSession();
      if (turn.kind === "item") {
        sent = newest(sent, versionOf(turn.item));
        yield [`${before}{"result":`, ...deps.serialize(turn.item).chunks, `}${after}`];
        continue;
      }
      // Nothing waits now, so everything up to this version has been sent.
      told = sent;
      yield [beat(told)];
    }
    deps.signal.throwIfAborted();
  } catch (error) {
    yield [`${before}${JSON.stringify({ error: describeStreamFailure(error) })}${after}`];
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
