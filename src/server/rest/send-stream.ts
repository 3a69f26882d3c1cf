import { Readable } from "node:stream";
import type { FastifyReply } from "fastify";

/** One `{"result": item}` per line, or the same as server-sent events for who accepts those. What is not read stays with the producer. */
export function sendStream(reply: FastifyReply, items: AsyncIterable<unknown>, accept: string): FastifyReply {
  const isEvents = accept.includes("text/event-stream");
  const frame = isEvents ? (text: string) => `data: ${text}\n\n` : (text: string) => `${text}\n`;
  return reply
    .header("cache-control", "no-store")
    .type(isEvents ? "text/event-stream" : "application/json")
    .send(Readable.from(frames(items, frame), { objectMode: false, highWaterMark: 1 }));
}

async function* frames(items: AsyncIterable<unknown>, frame: (text: string) => string): AsyncGenerator<string> {
  for await (const item of items) yield frame(JSON.stringify({ result: item }));
}
