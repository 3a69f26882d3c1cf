import { Type } from "typebox";
import type { SessionManager } from "../../accounts/index.ts";
import { defineOperation, open, type Operation } from "../operation/index.ts";

/** What the service needs of the rest of the product. */
export interface SessionServiceDeps {
  readonly sessions: Pick<SessionManager, "login" | "revoke">;
}

const path = "/api/v1/session";

/** All operations of the service. Open to everybody: who has no session yet needs them most. */
export function createSessionOperations({ sessions }: SessionServiceDeps): readonly Operation[] {
  return [
    defineOperation({
      name: "SessionService/Create",
      route: { method: "POST", path, body: "*" },
      request: Type.Object({ username: Type.Optional(Type.String()), password: Type.Optional(Type.String()) }),
      response: Type.Object({ token: Type.String() }),
      access: open(),
      async handle({ ctx, session }, { username = "", password = "" }) {
        const token = await sessions.login(ctx, { username, password });
        session.replace({ token });
        return { token };
      },
    }),
    defineOperation({
      name: "SessionService/Delete",
      route: { method: "DELETE", path },
      request: Type.Object({}),
      response: Type.Object({ token: Type.String() }),
      access: open(),
      async handle({ ctx, caller, session }) {
        if (session.credentials !== undefined && !caller.isAnonymous) await sessions.revoke(ctx, session.credentials.token);
        session.replace(undefined);
        return { token: "" };
      },
    }),
    defineOperation({
      name: "SessionService/GetUserInfo",
      route: { method: "GET", path: `${path}/userinfo` },
      request: Type.Object({}),
      response: Type.Object({
        loggedIn: Type.Boolean(),
        username: Type.Optional(Type.String()),
        iss: Type.Optional(Type.String()),
        groups: Type.Optional(Type.Array(Type.String())),
      }),
      access: open(),
      async handle({ caller }) {
        if (caller.isAnonymous) return { loggedIn: false };
        return { loggedIn: true, username: caller.username, iss: caller.issuer, groups: [...caller.groups] };
      },
    }),
  ];
}
