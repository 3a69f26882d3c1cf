import type { FastifyReply, FastifyRequest } from "fastify";
import type { Credentials } from "../operation/index.ts";
import { formatCookie, parseCookies, readCookie, type CookieOptions } from "./cookies.ts";

/** Argo CD's name. */
const tokenCookie = "argocd.token";
const companionCookie = "sillage.sso";

/** What a request shows of its session: the token of the `Authorization` header, or else that of the cookies. */
export function readCredentials({ headers }: Pick<FastifyRequest, "headers">): Credentials | undefined {
  const [, bearer] = /^bearer\s+(\S+)\s*$/i.exec(headers.authorization ?? "") ?? [];
  if (bearer !== undefined) return { token: bearer };
  const cookies = parseCookies(headers.cookie);
  const token = readCookie(cookies, tokenCookie);
  if (token === undefined) return undefined;
  const companion = readCookie(cookies, companionCookie);
  return { token, ...(companion === undefined ? {} : { companion }) };
}

/** Gives the browser other credentials to keep, or none. */
export function keepCredentials(exchange: { readonly request: FastifyRequest; readonly reply: FastifyReply }, credentials: Credentials | undefined, options: CookieOptions): void {
  const present = parseCookies(exchange.request.headers.cookie);
  const cookies = [...formatCookie(tokenCookie, credentials?.token, { ...options, present }), ...formatCookie(companionCookie, credentials?.companion, { ...options, present })];
  if (cookies.length > 0) exchange.reply.header("set-cookie", cookies);
}
