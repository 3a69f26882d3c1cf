import type { Clock } from "../async/index.ts";
import { SillageError } from "../errors/index.ts";
import { apiError } from "./api-error.ts";
import type { CallOptions } from "./client.ts";
import { maskSecretValues } from "./mask-secret-values.ts";
import { isKubeObject, type KubeObject } from "./object.ts";
import { readText } from "./read-lines.ts";
import { sendPatiently } from "./send-patiently.ts";
import type { Transport, TransportRequest, TransportResponse } from "./transport.ts";

export interface ApiCall extends CallOptions {
  readonly method: TransportRequest["method"];
  readonly path: string;
  /** What we are doing to what: the message of a failure is `Cannot <action>: …`. */
  readonly action: string;
  readonly accept?: string;
  readonly contentType?: string;
  readonly body?: unknown;
  readonly streaming?: true;
  /** A write that may be sent again when it is unknown whether it arrived; reads always may. */
  readonly idempotent?: true;
}

/** API calls with retries and failures as `SillageError`s, below the knowledge of resources. */
export interface ApiCaller {
  /** Resolves with the headers of a successful answer; the caller reads its body. */
  open(call: ApiCall): Promise<TransportResponse>;
  fetchJson(call: ApiCall): Promise<unknown>;
  fetchObject(call: ApiCall): Promise<KubeObject>;
}

export interface ApiCallerDeps {
  readonly transport: Transport;
  readonly clock: Clock;
  readonly random: () => number;
}

const json = "application/json";

export function createApiCaller(deps: ApiCallerDeps, options: { readonly userAgent: string; readonly impersonatedUser?: string }): ApiCaller {
  const identity = options.impersonatedUser === undefined ? {} : { "impersonate-user": options.impersonatedUser };

  async function open(call: ApiCall): Promise<TransportResponse> {
    const headers: Record<string, string> = { accept: call.accept ?? json, "user-agent": options.userAgent, ...identity };
    if (call.body !== undefined) headers["content-type"] = call.contentType ?? json;
    const request: TransportRequest = {
      method: call.method,
      path: call.path,
      headers,
      ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
      ...(call.streaming === undefined ? {} : { streaming: true }),
      signal: call.signal,
    };
    const response = await sendPatiently(deps, request, { idempotent: call.idempotent ?? call.method === "GET" });
    if (response.status < 400) return response;
    throw apiError(call.action, response.status, maskSecretValues(await readText(response.body), call.body));
  }

  async function fetchJson(call: ApiCall): Promise<unknown> {
    const response = await open(call);
    const text = await readText(response.body);
    try {
      return JSON.parse(text);
    } catch (cause) {
      throw new SillageError("unavailable", `Cannot ${call.action}: the answer is no JSON`, { cause });
    }
  }

  async function fetchObject(call: ApiCall): Promise<KubeObject> {
    const object = await fetchJson(call);
    if (!isKubeObject(object)) throw new SillageError("unavailable", `Cannot ${call.action}: the answer is no object`);
    return object;
  }

  return { open, fetchJson, fetchObject };
}
