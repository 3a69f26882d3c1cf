import { request, type IncomingHttpHeaders } from "node:http";
import { text } from "node:stream/consumers";

export interface Sent {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

export interface Received {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A request as it stands here: no client tidies the path, follows a redirect, or keeps a cookie. */
export async function send(server: string, path: string, { method = "GET", headers = {}, body }: Sent = {}): Promise<Received> {
  const { hostname, port } = new URL(server);
  const response = await new Promise<import("node:http").IncomingMessage>((resolve, reject) => {
    request({ hostname, port, path, method, headers, agent: false, timeout: 20_000 }, resolve).on("error", reject).end(body);
  });
  return { status: response.statusCode ?? 0, headers: response.headers, body: await text(response) };
}

export function bearer(token: string): { readonly authorization: string } {
  return { authorization: `Bearer ${token}` };
}

export const json = { "content-type": "application/json" };
