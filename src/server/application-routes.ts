import type { FastifyInstance, FastifyRequest } from "fastify";
import { SillageError } from "../errors/index.ts";
import { getField, getString, isRecord, type JsonObject } from "../kube/index.ts";
import type { Context, Log } from "../log/index.ts";
import type { ApplicationService } from "./application-service.ts";
import { parseRollbackRequest, parseSyncRequest } from "./requests.ts";

/** The REST face of the application service: paths, verbs and query parameters of Argo CD. */
export function addApplicationRoutes(app: FastifyInstance, service: ApplicationService, base: { readonly log: Log; readonly signal: AbortSignal }): void {
  const root = "/api/v1/applications";
  app.get(root, async (request) => {
    const selector = query(request, "selector");
    return { items: service.list({ projects: queryList(request, "projects"), ...(selector === undefined ? {} : { selector }) }) };
  });
  app.post(root, async (request) => service.create(contextOf(base), request.body, query(request, "upsert") === "true"));
  app.get(`${root}/:name`, async (request) => service.get(contextOf(base), nameOf(request), parseRefresh(query(request, "refresh"))));
  app.patch(`${root}/:name`, async (request) => service.patch(contextOf(base), nameOf(request), parsePatch(request.body)));
  app.delete(`${root}/:name`, async (request) => {
    await service.delete(contextOf(base), nameOf(request), { cascade: query(request, "cascade") !== "false", propagationPolicy: query(request, "propagationPolicy") });
    return {};
  });
  app.post(`${root}/:name/sync`, async (request) => service.sync(contextOf(base), nameOf(request), parseSyncRequest(request.body)));
  app.post(`${root}/:name/rollback`, async (request) => service.rollback(contextOf(base), nameOf(request), parseRollbackRequest(request.body)));
  app.delete(`${root}/:name/operation`, async (request) => {
    await service.terminate(contextOf(base), nameOf(request));
    return {};
  });
  app.get(`${root}/:name/managed-resources`, async (request) => ({ items: await service.managedResources(contextOf(base), nameOf(request)) }));
  app.get(`${root}/:name/manifests`, async (request) => ({ manifests: await service.manifests(contextOf(base), nameOf(request), query(request, "revision")) }));
  app.get(`${root}/:name/revisions/:revision/metadata`, async (request) => service.revisionMetadata(contextOf(base), nameOf(request), getString(request.params, "revision") ?? ""));
}

const requestTimeoutMs = 90_000;

function contextOf(base: { readonly log: Log; readonly signal: AbortSignal }): Context {
  return { log: base.log, signal: AbortSignal.any([base.signal, AbortSignal.timeout(requestTimeoutMs)]) };
}

function nameOf(request: FastifyRequest): string {
  return getString(request.params, "name") ?? "";
}

function query(request: FastifyRequest, name: string): string | undefined {
  const value = getField(request.query, name);
  return typeof value === "string" && value !== "" ? value : undefined;
}

function queryList(request: FastifyRequest, name: string): readonly string[] {
  const value = getField(request.query, name);
  return (Array.isArray(value) ? value : [value]).filter((item) => typeof item === "string" && item !== "");
}

function parseRefresh(value: string | undefined): "normal" | "hard" | undefined {
  if (value === undefined || value === "normal" || value === "hard") return value;
  throw new SillageError("invalid", `Query parameter "refresh" is "${value}": it takes "normal" or "hard"`);
}

/** `{patch: "<json>", patchType: "merge"}`, as Argo CD's clients send it. */
function parsePatch(body: unknown): JsonObject {
  const type = getString(body, "patchType") ?? "merge";
  if (type !== "merge") throw new SillageError("invalid", `Patch type "${type}" is not supported: only "merge" is`);
  const patch: JsonObject = JSON.parse(getString(body, "patch") ?? "null");
  if (!isRecord(patch)) throw new SillageError("invalid", 'The body needs "patch", a JSON object as text');
  return patch;
}
