import { Agent, request } from "undici";
import { SillageError } from "../errors/index.ts";
import type { OidcClientConfig } from "./oidc-config.ts";

export interface HttpCall {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal: AbortSignal;
}

/** One request to the provider, at most ten seconds and a mebibyte long, and no redirect is followed. Throws `unavailable`. */
export type SendHttp = (url: string, call: HttpCall) => Promise<Response>;

const timeoutMs = 10_000;
const longestBody = 1024 * 1024;

export function createHttp({ rootCa, isCertificateVerified }: Pick<OidcClientConfig, "rootCa" | "isCertificateVerified">): SendHttp {
  const dispatcher = new Agent({ connect: { rejectUnauthorized: isCertificateVerified, ...(rootCa === undefined ? {} : { ca: rootCa }) }, maxResponseSize: longestBody });

  return async function send(url, { method, headers, body, signal }) {
    try {
      const options = { dispatcher, method, headers, signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]), ...(body === undefined ? {} : { body }) };
      const answer = await request(url, options);
      const fields = Object.entries(answer.headers).flatMap(([name, value]): [string, string][] => (value === undefined ? [] : [[name, String(value)]]));
      const text = await answer.body.text();
      return new Response(text === "" ? null : text, { status: answer.statusCode, headers: fields });
    } catch (cause) {
      signal.throwIfAborted();
      throw new SillageError("unavailable", `Cannot reach the identity provider at "${new URL(url).origin}"`, { cause });
    }
  };
}
