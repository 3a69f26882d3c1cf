import https from "node:https";
import type { IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";
import { readApiAccess } from "./kubeconfig.ts";
import { followWatch, type Watch } from "./watch.ts";

export interface ApiRequest {
  readonly body?: unknown;
  /** Default `application/json`. */
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface ApiAnswer {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  /** Parsed, when there is JSON; the text, when there is not. */
  readonly body: unknown;
}

/** Raw requests, without any client in between. */
export interface Api {
  send(method: string, path: string, request?: ApiRequest): Promise<ApiAnswer>;
  watch(path: string): Promise<Watch>;
  close(): void;
}

export function createApi(kubeconfig: string): Api {
  const access = readApiAccess(kubeconfig);
  const agent = new https.Agent({ keepAlive: true, ca: access.ca, cert: access.certificate, key: access.key });
  const authorization: Record<string, string> = access.token === undefined ? {} : { authorization: `Bearer ${access.token}` };

  function open(method: string, path: string, { body, contentType, headers }: ApiRequest): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const payload = body === undefined ? undefined : Buffer.from(JSON.stringify(body));
      // Node frames the body of a DELETE only by a length given to it.
      const content: Record<string, string | number> = payload === undefined ? {} : { "content-type": contentType ?? "application/json", "content-length": payload.length };
      const request = https.request(new URL(path, access.url), { method, agent, headers: { accept: "application/json", ...authorization, ...content, ...headers } }, resolve);
      request.on("error", reject);
      request.end(payload);
    });
  }

  return {
    async send(method, path, request = {}) {
      const response = await open(method, path, request);
      const content = await text(response);
      return {
        status: response.statusCode ?? 0,
        headers: response.headers,
        body: isJson(response) && content !== "" ? JSON.parse(content) : content,
      };
    },
    async watch(path) {
      return followWatch(await open("GET", path, {}));
    },
    close: () => agent.destroy(),
  };
}

function isJson(response: IncomingMessage): boolean {
  return response.headers["content-type"]?.startsWith("application/json") === true;
}
