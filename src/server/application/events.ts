import { Type } from "typebox";
import { SillageError } from "../../errors/index.ts";
import { withoutManagedFields } from "../../runtime/index.ts";
import { defineOperation, type Operation } from "../operation/index.ts";
import type { ApplicationServiceDeps, ApplicationServiceOptions } from "./deps.ts";
import { createApplicationAccess } from "./find-application.ts";
import { named } from "./schemas.ts";

const eventList = Type.Object({ metadata: Type.Object({ resourceVersion: Type.String() }), items: Type.Array(Type.Object({}, { additionalProperties: true })) });

/** Kubernetes' events about an application or about one object in its tree. */
export function createEvents(deps: ApplicationServiceDeps, options: ApplicationServiceOptions): Operation {
  return defineOperation({
    name: "ApplicationService/ListResourceEvents",
    route: { method: "GET", path: "/api/v1/applications/:name/events" },
    request: named({ resourceNamespace: Type.Optional(Type.String()), resourceName: Type.Optional(Type.String()), resourceUID: Type.Optional(Type.String()) }),
    response: eventList,
    access: createApplicationAccess(deps, options)("get"),
    async handle({ ctx }, { resourceNamespace = "", resourceName = "", resourceUID = "" }, application) {
      const { metadata } = application;
      const isOwn = resourceName === "" && resourceUID === "";
      const about = isOwn
        ? { namespace: metadata.namespace ?? "", name: metadata.name ?? "", uid: metadata.uid ?? "" }
        : { namespace: resourceNamespace, name: resourceName, uid: resourceUID };
      if (!isOwn) {
        const { nodes, orphanedNodes } = await deps.fetchResourceTree(ctx, application);
        const isKnown = [...nodes, ...orphanedNodes].some(({ uid, name, namespace = "" }) => uid === about.uid && name === about.name && namespace === about.namespace);
        if (!isKnown) throw new SillageError("invalid", `${about.namespace}/${about.name} (uid "${about.uid}") not found as part of application ${metadata.name}`);
      }
      const events = await deps.kube.discovery.findByKind({ group: "", version: "v1", kind: "Event" }, ctx);
      if (events === undefined) return { metadata: { resourceVersion: "" }, items: [] };
      const fieldSelector = `involvedObject.name=${about.name},involvedObject.uid=${about.uid}`;
      // Events about cluster-scoped objects are in a namespace of their own.
      const scope = about.namespace === "" ? {} : { namespace: about.namespace };
      const { resourceVersion, items } = await deps.kube.fetchList(events, { ...scope, fieldSelector, signal: ctx.signal });
      return { metadata: { resourceVersion }, items: items.map(withoutManagedFields) };
    },
  });
}
