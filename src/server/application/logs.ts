import { type Static, Type } from "typebox";
import type { LogEntry } from "../../api/index.ts";
import { SillageError } from "../../errors/index.ts";
import { defineStream, type Operation } from "../operation/index.ts";
import type { ApplicationServiceDeps, ApplicationServiceOptions } from "./deps.ts";
import { alsoRequiring, createApplicationAccess, rbacObjectOf } from "./find-application.ts";
import { followPods } from "./logs/follow-pods.ts";
import { selectPods } from "./logs/select-pods.ts";
import { named } from "./schemas.ts";

const text = Type.Optional(Type.String());
const count = Type.Optional(Type.Integer({ minimum: 0 }));
const flag = Type.Optional(Type.Boolean());
const time = Type.Optional(Type.String({ format: "date-time" }));

const request = named({
  podName: text,
  container: text,
  namespace: text,
  group: text,
  kind: text,
  resourceName: text,
  follow: flag,
  previous: flag,
  tailLines: count,
  sinceSeconds: count,
  sinceTime: time,
  "sinceTime.seconds": count,
  untilTime: time,
  filter: text,
  matchCase: flag,
});

const entry = Type.Object({ content: Type.String(), timeStamp: Type.String(), timeStampStr: Type.String(), podName: Type.String(), last: Type.Boolean() });

/** The logs of an application's pods: of one, of an object's, of all; ended by an entry marked as the last. */
export function createLogs(deps: ApplicationServiceDeps, options: ApplicationServiceOptions): readonly Operation[] {
  return [
    define("ApplicationService/PodLogs", { method: "GET", path: "/api/v1/applications/:name/pods/:podName/logs" }),
    define("ApplicationService/Logs", { method: "GET", path: "/api/v1/applications/:name/logs" }),
  ];

  function define(name: string, route: Operation["route"]): Operation {
    const permission = { resource: "logs", action: "get" };
    return defineStream({
      name,
      route,
      request,
      response: entry,
      access: alsoRequiring(createApplicationAccess(deps, options)("get"), { permission, controlNamespace: options.namespace }),
      async *open({ ctx, guard }, query, application): AsyncGenerator<LogEntry> {
        const { nodes } = await deps.fetchResourceTree(ctx, application);
        const pods = selectPods(nodes, query);
        const { maxPodLogs } = deps.getApplicationSettings();
        if (pods.length > maxPodLogs)
          throw new SillageError("invalid", `max pods to view logs are reached. Please provide more granular query: ${pods.length} pods, at most ${maxPodLogs}`);
        const object = rbacObjectOf(application, options.namespace);
        for await (const line of followPods(ctx, deps, { pods, query: toLogQuery(query) })) {
          if (!guard.isAllowed({ ...permission, object })) return;
          yield line;
        }
      },
    });
  }
}

/** Argo CD's clients send 0 for what they leave out, and a time as seconds. */
function toLogQuery({ tailLines = 0, sinceSeconds = 0, sinceTime, "sinceTime.seconds": since = 0, ...rest }: Static<typeof request>) {
  const startTime = since === 0 ? sinceTime : new Date(since * 1_000).toISOString();
  return { ...rest, ...(tailLines === 0 ? {} : { tailLines }), ...(sinceSeconds === 0 ? {} : { sinceSeconds }), ...(startTime === undefined ? {} : { sinceTime: startTime }) };
}
