import { networkInterfaces } from "node:os";
import { request } from "undici";
import { describeError } from "../../../errors/index.ts";
import type { ApiRequest, ApiResponse } from "../api-request.ts";
import type { Call } from "../call.ts";
import { StatusError } from "../status-error.ts";
import { resolveService } from "./resolve-service.ts";

/** Of one hop only, or for the API server and nobody behind it. */
const ownHeaders = /^(?:host|connection|keep-alive|transfer-encoding|content-length|upgrade|te|trailer|expect|authorization|proxy-.*|impersonate-.*)$/;

/**
 * GET, POST … services/[SCHEME:]NAME[:PORT]/proxy/PATH: the answer of a pod behind the Service. Pods of the sandbox run nowhere, so only one that has an address of
 * this machine is asked: a simulated address may belong to somebody else.
 */
export async function proxyService(call: Call): Promise<ApiResponse> {
  const { scheme, host, port } = resolveService(call);
  const url = new URL(call.request.path, "https://sandbox");
  const rest = url.pathname.replace(/^\/api\/v1\/namespaces\/[^/]+\/services\/[^/]+\/proxy/, "");
  if (rest === "" && call.request.method === "GET") return { status: 301, headers: { location: `${url.pathname}/${url.search}` }, body: "" };
  if (!isLocal(host)) throw unreachable(`pods do not run in the sandbox, and ${host} is no address of this machine`);
  return forward(call, `${scheme}://${host.includes(":") ? `[${host}]` : host}:${port}${rest}${url.search}`);
}

async function forward({ request: asked, cluster }: Call, url: string): Promise<ApiResponse> {
  const signal = AbortSignal.any([asked.signal, cluster.signal]);
  const content = asked.body === "" ? {} : { body: asked.body };
  const answer = await request(url, { method: methodOf(asked), headers: keepHeaders(asked.headers), signal, ...content }).catch((cause: unknown) => {
    throw unreachable(describeError(cause));
  });
  return { status: answer.statusCode, headers: keepHeaders(answer.headers), body: answer.body };
}

function methodOf({ method }: ApiRequest): "GET" | "POST" | "PUT" | "PATCH" | "DELETE" {
  return method === "POST" || method === "PUT" || method === "PATCH" || method === "DELETE" ? method : "GET";
}

function keepHeaders(headers: Readonly<Record<string, string | string[] | undefined>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(headers).flatMap(([name, value]) => (value === undefined || ownHeaders.test(name) ? [] : [[name, String(value)]])));
}

function isLocal(host: string): boolean {
  return Object.values(networkInterfaces()).some((addresses) => addresses?.some(({ address }) => address === host));
}

function unreachable(why: string): StatusError {
  return new StatusError({ code: 503, reason: "ServiceUnavailable", message: `error trying to reach service: ${why}` });
}
