import { Readable } from "node:stream";
import type { FastifyInstance } from "fastify";
import { getString } from "../kube/index.ts";
import { doesNotExist } from "./application-access.ts";
import type { ApplicationCache, ApplicationEvent } from "./deps.ts";
import { createPendingEvents } from "./pending-events.ts";

/**
 * `GET /api/v1/stream/applications[?name=]`: one `{"result":{"type","application"}}` per line, the present ones first, until the reader or the server
 * closes the connection. A slow reader costs one pending event per application. A name that nothing has is 404, so that nobody waits for the end of what is
 * gone already.
 */
export function addApplicationStream(app: FastifyInstance, applications: ApplicationCache, { namespace }: { readonly namespace: string }): void {
  app.get("/api/v1/stream/applications", async (request, reply) => {
    const name = getString(request.query, "name");
    if (name !== undefined && applications.get(name) === undefined) throw doesNotExist(name, namespace);
    return reply.type("application/json").send(createEventStream(applications, ({ application }) => name === undefined || application.metadata.name === name));
  });
}

function createEventStream(applications: ApplicationCache, isWanted: (event: ApplicationEvent) => boolean): Readable {
  const pending = createPendingEvents();
  let isHungry = false;

  function flush(): void {
    while (isHungry) {
      const event = pending.take();
      if (event === undefined) return;
      isHungry = stream.push(`${JSON.stringify({ result: event })}\n`);
    }
  }
  function offer(event: ApplicationEvent): void {
    if (!isWanted(event)) return;
    pending.offer(event);
    flush();
  }

  const stopListening = applications.onChange(offer);
  const stream = new Readable({
    read() {
      isHungry = true;
      flush();
    },
    destroy(error, callback) {
      stopListening();
      callback(error);
    },
  });
  for (const application of applications.list()) offer({ type: "ADDED", application });
  return stream;
}
