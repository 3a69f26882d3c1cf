import { type ApiRequest, type ApiResponse, jsonResponse } from "./api-request.ts";
import { forbiddenFor, isAllowed } from "./auth/authorize.ts";
import { impersonate } from "./auth/impersonate.ts";
import { attributesOf } from "./auth/request-attributes.ts";
import { serveReview } from "./auth/reviews.ts";
import type { Call, Cluster } from "./call.ts";
import { serveDiscovery } from "./catalog/discovery.ts";
import { type Target, parseTarget } from "./parse-target.ts";
import { getObject } from "./read/get.ts";
import { listObjects } from "./read/list.ts";
import { watchObjects } from "./read/watch.ts";
import { serveInfo } from "./server-info.ts";
import { StatusError, formatStatus, methodNotAllowed, pathNotFound } from "./status-error.ts";
import { serveSubresource } from "./subresources.ts";
import { createObject } from "./write/create.ts";
import { deleteCollection, deleteObject } from "./write/delete.ts";
import { patchObject } from "./write/patch.ts";
import { updateObject } from "./write/update.ts";

const maxBodyLength = 3 * 1024 * 1024;

/** Answers one request. Never rejects: failures are answered as a `Status`. */
export async function handle(cluster: Cluster, request: ApiRequest): Promise<ApiResponse> {
  try {
    return await dispatch(cluster, request);
  } catch (error) {
    const { code, body } = formatStatus(error);
    return jsonResponse(body, code);
  }
}

async function dispatch(cluster: Cluster, request: ApiRequest): Promise<ApiResponse> {
  const url = new URL(request.path, "https://sandbox");
  const target = parseTarget(url.pathname);
  const user = impersonate(cluster.store, request.user, request.headers);
  const attributes = attributesOf(request.method, target, url);
  if (!isAllowed(cluster.store, user, attributes)) throw forbiddenFor(user, attributes);
  if (target.kind === "path") return servePath(cluster, request, target.segments);
  if (request.body.length > maxBodyLength) {
    throw new StatusError({ code: 413, reason: "RequestEntityTooLarge", message: `Request entity too large: limit is ${maxBodyLength}` });
  }
  return serveCall(toCall(cluster, { request: { ...request, user }, target, query: url.searchParams }));
}

function servePath(cluster: Cluster, request: ApiRequest, segments: readonly string[]): ApiResponse {
  if (request.method !== "GET") throw methodNotAllowed(request.method);
  if (segments[0] === "api" || segments[0] === "apis") return serveDiscovery(cluster.catalog, request, segments);
  if (segments[0] === "openapi") return cluster.openApi(request, segments);
  const info = serveInfo(segments);
  if (info === undefined) throw pathNotFound();
  return info;
}

interface Addressed {
  readonly request: ApiRequest;
  readonly target: Extract<Target, { kind: "resource" }>;
  readonly query: URLSearchParams;
}

function toCall(cluster: Cluster, { request, target, query }: Addressed): Call {
  const resource = cluster.catalog.find(target.group, target.version, target.plural);
  if (resource === undefined || (!resource.namespaced && target.namespace !== "" && target.plural !== "namespaces")) throw pathNotFound();
  const namespace = resource.namespaced ? target.namespace : "";
  return { cluster, request, resource, namespace, name: target.name ?? "", subresource: target.subresource ?? "", query, warnings: [] };
}

function serveCall(call: Call): ApiResponse | Promise<ApiResponse> {
  const { method } = call.request;
  if (call.subresource !== "") return serveSubresource(call);
  const review = serveReview(call);
  if (review !== undefined) return review;
  const watch = method === "GET" && ["true", "1"].includes(call.query.get("watch") ?? "");
  const verb = watch ? watchObjects : (call.name === "" ? collectionVerbs : objectVerbs)[method];
  if (verb === undefined || (call.resource.namespaced && call.namespace === "" && method !== "GET")) throw methodNotAllowed(method);
  return verb(call);
}

type Verb = (call: Call) => ApiResponse;

const collectionVerbs: Readonly<Record<string, Verb>> = { GET: listObjects, POST: createObject, DELETE: deleteCollection };
const objectVerbs: Readonly<Record<string, Verb>> = { GET: getObject, PUT: updateObject, PATCH: patchObject, DELETE: deleteObject };
