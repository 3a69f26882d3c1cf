import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { SessionManager } from "../accounts/index.ts";
import { describeError, isSillageError } from "../errors/index.ts";
import type { Context } from "../log/index.ts";
import type { Sso } from "../sso/index.ts";
import { formatCookie, keepCredentials, parseCookies, readCookie, readCredentials, type CookieOptions } from "./rest/index.ts";

export interface AuthRouteDeps {
  readonly sso: Pick<Sso, "beginLogin" | "completeLogin" | "getLogoutUrl">;
  readonly sessions: Pick<SessionManager, "revoke">;
}

interface AuthRouteOptions {
  /** Of the server, to which a browser's login belongs. */
  readonly context: Context;
  readonly cookies: CookieOptions;
  /** May refuse a request by throwing. */
  readonly limit: (request: FastifyRequest, reply: FastifyReply) => void;
}

/** Argo CD's name. */
const attemptCookie = "argocd.oauthstate";
const attemptSeconds = 300;

/** Where browsers go to log in with the identity provider, come back from it, and log out. */
export function addAuthRoutes(app: FastifyInstance, { sso, sessions }: AuthRouteDeps, { context, cookies, limit }: AuthRouteOptions): void {
  app.register(async (auth) => {
    auth.addHook("onRequest", async (request, reply) => limit(request, reply));

    auth.get<{ Querystring: { return_url?: string } }>("/auth/login", async (request, reply) => {
      const { return_url: returnUrl = "" } = request.query;
      const { url, cookie } = await sso.beginLogin(within(request), { origin: `${request.protocol}://${request.host}`, ...(returnUrl === "" ? {} : { returnUrl }) });
      keepAttempt(request, reply, cookie);
      return reply.redirect(url, 303);
    });

    auth.get("/auth/callback", async (request, reply) => {
      const cookie = readCookie(parseCookies(request.headers.cookie), attemptCookie);
      const { tokens, returnUrl } = await sso.completeLogin(within(request), { query: request.url.split("?").slice(1).join("?"), cookie });
      keepAttempt(request, reply, undefined);
      keepCredentials({ request, reply }, tokens, cookies);
      return reply.redirect(returnUrl, 303);
    });

    auth.get("/auth/logout", async (request, reply) => {
      const credentials = readCredentials(request);
      if (credentials !== undefined) await endSession(within(request), credentials.token);
      keepCredentials({ request, reply }, undefined, cookies);
      return reply.redirect((credentials && sso.getLogoutUrl(credentials.token)) ?? cookies.path, 303);
    });
  });

  function within({ signal }: FastifyRequest): Context {
    return { ...context, signal: AbortSignal.any([context.signal, signal]) };
  }

  function keepAttempt(request: FastifyRequest, reply: FastifyReply, value: string | undefined): void {
    const options = { ...cookies, maxAgeSeconds: attemptSeconds, present: parseCookies(request.headers.cookie) };
    reply.header("set-cookie", formatCookie(attemptCookie, value, options));
  }

  /** A session that does not count any more is no reason to keep somebody from logging out. */
  async function endSession(ctx: Context, token: string): Promise<void> {
    try {
      await sessions.revoke(ctx, token);
    } catch (error) {
      if (!isSillageError(error, "unauthenticated") && !isSillageError(error, "invalid")) throw error;
      ctx.log.debug("Logout without a session", { error: describeError(error) });
    }
  }
}
