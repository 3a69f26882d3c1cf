import { setTimeout as delay } from "node:timers/promises";
import { request, type Dispatcher } from "undici";
import { type ErrorCode, SillageError } from "../errors/index.ts";
import { getString } from "../kube/index.ts";
import { createAgent, type TlsOptions } from "./agent.ts";
import { describeConnectFailure, isConnectFailure } from "./connect-failure.ts";
import { parseBaseUrl } from "./server-address.ts";

export interface HttpCall {
  readonly signal: AbortSignal;
  readonly query?: readonly (readonly [string, string])[];
  readonly body?: object | string;
}

export interface Http {
  json(method: Dispatcher.HttpMethod, path: string, call: HttpCall): Promise<unknown>;
  /** One parsed JSON document per line of a streamed answer. */
  lines(path: string, call: HttpCall): AsyncIterable<unknown>;
}

export interface HttpOptions {
  /** Base URL, such as `https://cd.example.com`; without a scheme it is HTTPS. */
  readonly server: string;
  /** Left out: as nobody. */
  readonly token?: string;
  /** More headers, for proxies on the way. */
  readonly headers?: readonly (readonly [string, string])[];
  readonly tls?: TlsOptions;
  /** How often a call is repeated that did not reach the server. */
  readonly retries?: number;
}

const codes: Readonly<Record<number, ErrorCode>> = {
  400: "invalid",
  401: "unauthenticated",
  403: "forbidden",
  404: "notFound",
  409: "conflict",
  413: "invalid",
  415: "invalid",
  499: "canceled",
  503: "unavailable",
  504: "deadline",
};
const firstRetryMs = 200;

/** JSON over HTTP with a bearer token; a failure answer becomes a `SillageError` with the server's message. Throws `invalid` when `server` is no URL. */
export function createHttp(options: HttpOptions): Http {
  const { token, headers = [], retries = 0 } = options;
  const base = parseBaseUrl(options.server);
  const dispatcher = createAgent(options.tls);
  const always = { accept: "application/json", ...Object.fromEntries(headers), ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) };

  async function send(method: Dispatcher.HttpMethod, path: string, { signal, query = [], body }: HttpCall): Promise<Dispatcher.ResponseData> {
    const url = `${base}${path}${query.length === 0 ? "" : `?${encodeQuery(query)}`}`;
    const all = { ...always, ...(method === "GET" ? {} : { "content-type": "application/json" }) };
    const response = await reach(() => request(url, { method, headers: all, body: body === undefined ? null : JSON.stringify(body), signal, dispatcher }), signal);
    if (response.statusCode < 400) return response;
    throw errorOf(response.statusCode, await response.body.text());
  }

  async function reach(attempt: () => Promise<Dispatcher.ResponseData>, signal: AbortSignal): Promise<Dispatcher.ResponseData> {
    for (let failed = 0; ; failed++) {
      try {
        return await attempt();
      } catch (cause) {
        signal.throwIfAborted();
        if (failed >= retries || !isConnectFailure(cause)) throw new SillageError("unavailable", describeConnectFailure(cause, base), { cause });
        await delay(firstRetryMs * 2 ** failed, undefined, { signal });
      }
    }
  }

  return {
    async json(method, path, call) {
      const text = await (await send(method, path, call)).body.text();
      return text === "" ? undefined : parseJson(text);
    },
    async *lines(path, call) {
      const { body } = await send("GET", path, call);
      let rest = "";
      for await (const chunk of readChunks(body, { base, signal: call.signal })) {
        const parts = (rest + chunk).split("\n");
        rest = parts.pop() ?? "";
        for (const part of parts) if (part.trim() !== "") yield parseJson(part);
      }
    },
  };
}

function encodeQuery(query: readonly (readonly [string, string])[]): string {
  return query.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join("&");
}

async function* readChunks(body: Dispatcher.ResponseData["body"], from: { readonly base: string; readonly signal: AbortSignal }): AsyncIterable<string> {
  body.setEncoding("utf8");
  try {
    for await (const chunk of body) yield String(chunk);
  } catch (cause) {
    from.signal.throwIfAborted();
    throw new SillageError("unavailable", `Lost the connection to Sillage at "${from.base}"`, { cause });
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new SillageError("unavailable", "The server did not answer JSON: is it Sillage", { cause });
  }
}

function errorOf(status: number, text: string): SillageError {
  const code = codes[status] ?? (status >= 500 ? "internal" : "invalid");
  return new SillageError(code, readMessage(text) ?? `The server answered ${status}: ${text.slice(0, 200)}`);
}

function readMessage(text: string): string | undefined {
  try {
    return getString(JSON.parse(text), "message");
  } catch {
    return undefined;
  }
}
