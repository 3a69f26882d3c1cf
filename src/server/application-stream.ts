import { Readable } from "node:stream";
import type { FastifyInstance } from "fastify";
import type { Application } from "../api/index.ts";
import { getString } from "../kube/index.ts";
import type { ServerDeps } from "./deps.ts";

type EventType = "ADDED" | "MODIFIED" | "DELETED";

/**
 * `GET /api/v1/stream/applications[?name=]`: one `{"result":{"type","application"}}` per line, the present ones first. A slow reader costs one pending
 * event per application: a newer state replaces an older one that has not been read yet.
 */
export function addApplicationStream(app: FastifyInstance, deps: ServerDeps, signal: AbortSignal): void {
  app.get("/api/v1/stream/applications", async (request, reply) => {
    const name = getString(request.query, "name");
    const pending = new Map<string, { readonly type: EventType; readonly application: Application }>();
    let hungry = false;

    const stream = new Readable({
      read() {
        hungry = true;
        flush();
      },
      destroy(_error, callback) {
        stopListening();
        signal.removeEventListener("abort", onAbort);
        callback(null);
      },
    });
    function onAbort(): void {
      stream.push(null);
    }
    function offer(type: EventType, application: Application): void {
      const key = application.metadata.name ?? "";
      if (name !== undefined && key !== name) return;
      pending.set(key, { type: pending.get(key)?.type === "ADDED" && type === "MODIFIED" ? "ADDED" : type, application });
      flush();
    }
    function flush(): void {
      for (const [key, event] of pending) {
        if (!hungry) return;
        pending.delete(key);
        hungry = stream.push(`${JSON.stringify({ result: event })}\n`);
      }
    }
    const stopListening = deps.applications.onChange((event) => offer(event.type, event.application));
    signal.addEventListener("abort", onAbort, { once: true });
    for (const application of deps.applications.list()) offer("ADDED", application);
    return reply.type("application/json").send(stream);
  });
}
