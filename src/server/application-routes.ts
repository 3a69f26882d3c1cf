import type { FastifyInstance, FastifyRequest } from "fastify";
import { getString } from "../kube/index.ts";
import type { ApplicationService } from "./application-service.ts";
import { getQuery, getQueryList, parseQueryFlag, parseRefresh } from "./query.ts";
import type { ContextOf } from "./request-context.ts";
import { parsePatchRequest, parseRollbackRequest, parseSyncRequest } from "./requests.ts";

const root = "/api/v1/applications";
const one = `${root}/:name`;

/** The REST face of the application service: paths, verbs and query parameters of Argo CD. */
export function addApplicationRoutes(app: FastifyInstance, service: ApplicationService, contextOf: ContextOf): void {
  addReads(app, service, contextOf);
  app.post(root, (request) => service.create(contextOf(request), request.body, parseQueryFlag(request, "upsert", false)));
  app.patch(one, (request) => service.patch(contextOf(request), nameOf(request), parsePatchRequest(request.body)));
  app.delete(one, async (request) => {
    const cascade = parseQueryFlag(request, "cascade", true);
    await service.delete(contextOf(request), nameOf(request), { cascade, propagationPolicy: getQuery(request, "propagationPolicy") });
    return {};
  });
  app.post(`${one}/sync`, (request) => service.sync(contextOf(request), nameOf(request), parseSyncRequest(request.body)));
  app.post(`${one}/rollback`, (request) => service.rollback(contextOf(request), nameOf(request), parseRollbackRequest(request.body)));
  app.delete(`${one}/operation`, async (request) => {
    await service.terminate(contextOf(request), nameOf(request));
    return {};
  });
}

function addReads(app: FastifyInstance, service: ApplicationService, contextOf: ContextOf): void {
  app.get(root, async (request) => {
    const projects = [...getQueryList(request, "projects"), ...getQueryList(request, "project")];
    return { items: service.list({ projects, selector: getQuery(request, "selector") }) };
  });
  app.get(one, (request) => service.get(contextOf(request), nameOf(request), parseRefresh(request)));
  app.get(`${one}/managed-resources`, async (request) => ({ items: await service.fetchManagedResources(contextOf(request), nameOf(request)) }));
  app.get(`${one}/manifests`, async (request) => ({
    manifests: await service.fetchManifests(contextOf(request), nameOf(request), getQuery(request, "revision")),
  }));
  app.get(`${one}/revisions/:revision/metadata`, (request) => service.fetchRevisionMetadata(contextOf(request), nameOf(request), getString(request.params, "revision") ?? ""));
}

function nameOf(request: FastifyRequest): string {
  return getString(request.params, "name") ?? "";
}
