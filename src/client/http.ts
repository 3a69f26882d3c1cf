import { Agent, request, type Dispatcher } from "undici";
import { type ErrorCode, SillageError } from "../errors/index.ts";
import { getString } from "../kube/index.ts";

export interface HttpCall {
  readonly signal: AbortSignal;
  readonly query?: readonly (readonly [string, string])[];
  readonly body?: object;
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
  412: "conflict",
  415: "invalid",
  499: "canceled",
  503: "unavailable",
  504: "deadline",
};

/** JSON over HTTP with a bearer token; a failure answer becomes a `SillageError` with the server's message. */
export function createHttp(options: { readonly server: string; readonly token: string }): Http {
  const agent = new Agent({ bodyTimeout: 0 });

  async function send(method: Dispatcher.HttpMethod, path: string, call: HttpCall): Promise<Dispatcher.ResponseData> {
    const url = new URL(path, options.server);
    for (const [name, value] of call.query ?? []) url.searchParams.append(name, value);
    const headers = { accept: "application/json", authorization: `Bearer ${options.token}`, ...(method === "GET" ? {} : { "content-type": "application/json" }) };
    const body = call.body === undefined ? null : JSON.stringify(call.body);
    const response = await request(url, { method, headers, body, signal: call.signal, dispatcher: agent }).catch((cause: unknown) => {
      call.signal.throwIfAborted();
      throw new SillageError("unavailable", `Cannot reach Sillage at "${options.server}": is \`sillage server\` running`, { cause });
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
      const response = await send("GET", path, call);
      let rest = "";
      response.body.setEncoding("utf8");
      for await (const chunk of response.body) {
        const parts = (rest + String(chunk)).split("\n");
        rest = parts.pop() ?? "";
        for (const part of parts) if (part.trim() !== "") yield parseJson(part);
      }
    },
  };
}

function parseJson(text: string): unknown {
  return JSON.parse(text);
}

function errorOf(status: number, text: string): SillageError {
  const code = codes[status] ?? "internal";
  try {
    return new SillageError(code, getString(JSON.parse(text), "message") ?? text);
  } catch {
    return new SillageError(code, `The server answered ${status}: ${text.slice(0, 200)}`);
  }
}
