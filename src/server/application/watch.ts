import { Type } from "typebox";
import { createPendingItems, defineStream, type Access, type Call, type StreamOperation } from "../operation/index.ts";
import type { ApplicationCache, ApplicationEvent, ApplicationServiceDeps, ApplicationServiceOptions } from "./deps.ts";
import { createApplicationAccess, rbacObjectOf, type Named } from "./find-application.ts";
import { application } from "./schemas.ts";

/** The present applications first, then each change until the reader or the server ends it. A slow reader gets the newest state and costs one event per application. */
export function createWatch({ applications }: Pick<ApplicationServiceDeps, "applications">, { namespace }: ApplicationServiceOptions): StreamOperation {
  return defineStream({
    name: "ApplicationService/Watch",
    route: { method: "GET", path: "/api/v1/stream/applications" },
    request: Type.Object({ name: Type.Optional(Type.String()), appNamespace: Type.Optional(Type.String()), project: Type.Optional(Type.String()) }),
    response: Type.Object({ type: Type.Enum(["ADDED", "MODIFIED", "DELETED"]), application }),
    access: watching(createApplicationAccess({ applications }, { namespace })("get")),
    open(call, { name, appNamespace = namespace }) {
      const isAllowed = (event: ApplicationEvent): boolean => call.guard.isAllowed({ resource: "applications", action: "get", object: rbacObjectOf(event.application, namespace) });
      const isNamed = ({ application: { metadata } }: ApplicationEvent): boolean => name === undefined || (metadata.name === name && metadata.namespace === appNamespace);
      return follow(call, applications, (event) => isNamed(event) && isAllowed(event));
    },
  });
}

/** Who waits for one application must be able to see it, or would wait for ever. */
function watching(one: Access<Named, unknown>): Access<Partial<Named>, void> {
  return {
    ...one,
    kind: "authenticated",
    async admit(call, { name, ...rest }) {
      if (name !== undefined) await one.admit(call, { ...rest, name });
    },
  };
}

async function* follow({ ctx }: Call, applications: ApplicationCache, isWanted: (event: ApplicationEvent) => boolean): AsyncGenerator<ApplicationEvent> {
  const pending = createPendingItems<ApplicationEvent>((older, newer) => (older.type === "ADDED" && newer.type === "MODIFIED" ? { ...newer, type: "ADDED" } : newer));
  function offer(event: ApplicationEvent): void {
    // An application that was deleted and made again is another one: its end must not be lost.
    if (isWanted(event)) pending.offer(event.application.metadata.uid ?? event.application.metadata.name ?? "", event);
  }
  const stopListening = applications.onChange(offer);
  try {
    for (const present of applications.list()) offer({ type: "ADDED", application: present });
    yield* pending.drain(ctx.signal);
  } finally {
    stopListening();
  }
}
