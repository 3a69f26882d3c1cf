import { Agent, request, type Dispatcher } from "undici";
import { type ErrorCode, SillageError } from "../errors/index.ts";
import { getString } from "../kube/index.ts";

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

/** JSON over HTTP with a bearer token; a failure answer becomes a `SillageError` with the server's message. Throws `invalid` when `server` is no URL. */
export function createHttp({ server, token }: { readonly server: string; readonly token: string }): Http {
  const base = parseBaseUrl(server);
  // A stream may be silent for as long as nothing happens.
  const agent = new Agent({ bodyTimeout: 0 });

  async function send(method: Dispatcher.HttpMethod, path: string, { signal, query = [], body }: HttpCall): Promise<Dispatcher.ResponseData> {
    const url = `${base}${path}${query.length === 0 ? "" : `?${encodeQuery(query)}`}`;
    const headers = { accept: "application/json", authorization: `Bearer ${token}`, ...(method === "GET" ? {} : { "content-type": "application/json" }) };
    const response = await request(url, { method, headers, body: body === undefined ? null : JSON.stringify(body), signal, dispatcher: agent }).catch((cause: unknown) => {
      signal.throwIfAborted();
      throw new SillageError("unavailable", `Cannot reach Sillage at "${base}": is \`sillage server\` running`, { cause });
    });
    if (response.statusCode < 400) return response;
    throw errorOf(response.statusCode, await response.body.text());
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

/** `host:port` alone is taken for plain HTTP. */
function parseBaseUrl(server: string): string {
  const url = server.includes("://") ? server : `http://${server}`;
  if (!URL.canParse(url)) throw new SillageError("invalid", `"${server}" is not the URL of a server, such as http://127.0.0.1:8080`);
  return url.replace(/\/+$/, "");
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
