import type { FastifyReply } from "fastify";
import type { Serialized } from "./serialize.ts";

/** Sends JSON, or that it is what the client has already. The tag is a weak one: compressed it means the same. */
export function sendAnswer(reply: FastifyReply, { chunks, tag }: Serialized): FastifyReply {
  const { method, headers } = reply.request;
  reply.type("application/json; charset=utf-8");
  if (method !== "GET") return reply.send(join(chunks));
  const known = (headers["if-none-match"] ?? "").split(/\s*,\s*/);
  reply.header("etag", `W/"${tag}"`);
  if (known.includes(`W/"${tag}"`) || known.includes(`"${tag}"`)) return reply.code(304).send();
  return reply.send(join(chunks));
}

function join(chunks: Serialized["chunks"]): Buffer {
  return Buffer.concat(chunks.map((chunk) => (typeof chunk === "string" ? Buffer.from(chunk) : chunk)));
}
