import { Type } from "typebox";
import { defineOperation, empty, type Operation } from "../operation/index.ts";
import { toAccount } from "./access.ts";
import type { AccountServiceDeps } from "./deps.ts";

const tokens = "/api/v1/account/:name/token";
/** Protobuf's JSON writes long integers as text. */
const seconds = Type.Union([Type.Integer({ minimum: 0 }), Type.String({ pattern: "^\\d{1,12}$" })]);

/** API tokens of accounts: shown once, when they are made. */
export function createTokenOperations({ accountWriter }: Pick<AccountServiceDeps, "accountWriter">): readonly Operation[] {
  return [
    defineOperation({
      name: "AccountService/CreateToken",
      route: { method: "POST", path: tokens, body: "*" },
      request: Type.Object({ name: Type.String(), id: Type.Optional(Type.String()), expiresIn: Type.Optional(seconds) }),
      response: Type.Object({ token: Type.String() }),
      access: toAccount("update"),
      async handle({ ctx }, { name, id = "", expiresIn = 0 }) {
        const { token } = await accountWriter.createToken(ctx, { name, ...(id === "" ? {} : { id }), expiresInSeconds: Number(expiresIn) });
        return { token };
      },
    }),
    defineOperation({
      name: "AccountService/DeleteToken",
      route: { method: "DELETE", path: `${tokens}/:id` },
      request: Type.Object({ name: Type.String(), id: Type.String() }),
      response: empty,
      access: toAccount("update"),
      async handle({ ctx }, request) {
        await accountWriter.deleteToken(ctx, request);
        return {};
      },
    }),
  ];
}
