import { Type } from "typebox";
import { createPendingItems, defineStream, fieldsBelow, type Access, type Call, type StreamOperation } from "../operation/index.ts";
import type { ApplicationCache, ApplicationEvent, ApplicationServiceDeps, ApplicationServiceOptions } from "./deps.ts";
import { createFieldMemory } from "./field-memory.ts";
import { createApplicationAccess, type Named } from "./find-application.ts";
import { applicationQuery, parseQuery } from "./query.ts";
import { isVisible } from "./reads.ts";
import { selected } from "./schemas.ts";

/**
 * The present applications first, then each change until the reader or the server ends it. With `resourceVersion` only what has changed since; everything
 * again when that is too long ago. A slow reader gets the newest state and costs one event per application. Whoever loses the permission to see an
 * application hears no more of it, not even that it is gone, as with Argo CD.
 */
export function createWatch(deps: Pick<ApplicationServiceDeps, "applications">, options: ApplicationServiceOptions): StreamOperation {
  const selectFields = createFieldMemory();
  return defineStream({
    name: "ApplicationService/Watch",
    route: { method: "GET", path: "/api/v1/stream/applications" },
    request: Type.Object({ ...applicationQuery, resourceVersion: Type.Optional(Type.String()) }),
    response: Type.Object({ type: Type.Enum(["ADDED", "MODIFIED", "DELETED"]), application: selected }),
    access: watching(createApplicationAccess(deps, options)("get")),
    async *open(call, { resourceVersion, fields, ...query }) {
      // A name alone is one in the control namespace, as everywhere.
      const isWanted = parseQuery(query.name === undefined ? query : { appNamespace: options.namespace, ...query });
      const select = selectFields(fieldsBelow(fields, "result.application"));
      const events = follow(call, deps.applications, { isWanted: (event) => isWanted(event.application), resourceVersion });
      for await (const { type, application } of events) {
        if (isVisible(application, call.guard, options)) yield { type, application: select(application) };
      }
    },
  });
}

/** Who waits for one application must be able to see it, or would wait for ever. */
function watching(one: Access<Named, unknown>): Access<{ readonly name?: string; readonly appNamespace?: string; readonly project?: readonly string[] }, void> {
  return {
    ...one,
    kind: "authenticated",
    async admit(call, { name, appNamespace, project = [] }) {
      const [only] = project;
      if (name !== undefined)
        await one.admit(call, { name, ...(appNamespace === undefined ? {} : { appNamespace }), ...(project.length === 1 && only !== undefined ? { project: only } : {}) });
    },
  };
}

interface Following {
  readonly isWanted: (event: ApplicationEvent) => boolean;
  readonly resourceVersion: string | undefined;
}

async function* follow({ ctx }: Call, applications: ApplicationCache, { isWanted, resourceVersion }: Following): AsyncGenerator<ApplicationEvent> {
  const pending = createPendingItems<ApplicationEvent>((older, newer) => (older.type === "ADDED" && newer.type === "MODIFIED" ? { ...newer, type: "ADDED" } : newer));
  function offer(event: ApplicationEvent): void {
    // An application that was deleted and made again is another one: its end must not be lost.
    if (isWanted(event)) pending.offer(event.application.metadata.uid ?? event.application.metadata.name ?? "", event);
  }
  const stopListening = applications.onChange(offer);
  try {
    for (const event of listFirst(applications, resourceVersion)) offer(event);
    yield* pending.drain(ctx.signal);
  } finally {
    stopListening();
  }
}

function listFirst(applications: ApplicationCache, since: string | undefined): readonly ApplicationEvent[] {
  const changes = since === undefined ? undefined : applications.listSince(since);
  return changes ?? applications.list().map((application) => ({ type: "ADDED", application }));
}
