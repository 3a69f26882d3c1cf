import type { FastifyReply, FastifyRequest } from "fastify";
import { LRUCache } from "lru-cache";
import type { Clock } from "../../async/index.ts";
import { SillageError } from "../../errors/index.ts";
import { createRateLimit, type RateLimitOptions } from "./rate-limit.ts";

/** How many addresses are told apart; the one that was quiet for longest is forgotten. */
const maxAddresses = 10_000;

/** Bounds what may come from one address: the function throws 429 with `retry-after`. */
export function createAddressLimit(deps: { readonly clock: Clock }, options: RateLimitOptions): (request: FastifyRequest, reply: FastifyReply) => void {
  const limits = new LRUCache<string, () => number>({ max: maxAddresses });
  return function admit({ ip }, reply) {
    const take = limits.get(ip) ?? createRateLimit(deps, options);
    limits.set(ip, take);
    const waitMs = take();
    if (waitMs === 0) return;
    reply.header("retry-after", Math.ceil(waitMs / 1_000));
    throw Object.assign(new SillageError("unavailable", "Too many requests"), { statusCode: 429 });
  };
}
