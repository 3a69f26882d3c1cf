import { Type } from "typebox";
import type { Account } from "../../accounts/index.ts";
import { SillageError } from "../../errors/index.ts";
import { defineOperation, empty, itemsOf, signedIn, type Operation } from "../operation/index.ts";
import { isOwn, permissionOn, requireChange, toAccount } from "./access.ts";
import { createCanI } from "./can-i.ts";
import { changePassword } from "./change-password.ts";
import type { AccountServiceDeps } from "./deps.ts";
import { account, showAccount } from "./schemas.ts";
import { createTokenOperations } from "./tokens.ts";

const root = "/api/v1/account";
const one = `${root}/:name`;
const named = Type.Object({ name: Type.String() });

/** All operations of the service. */
export function createAccountOperations(deps: AccountServiceDeps): readonly Operation[] {
  function getAccount(name: string): Account {
    const found = deps.accounts.get().accounts.get(name);
    if (found === undefined) throw new SillageError("notFound", `There is no account "${name}"`);
    return found;
  }

  return [
    defineOperation({
      name: "AccountService/ListAccounts",
      route: { method: "GET", path: root },
      request: Type.Object({}),
      response: itemsOf(account),
      access: signedIn(["accounts, get"]),
      async handle(call) {
        const visible = [...deps.accounts.get().accounts.values()].filter(({ name }) => isOwn(call, name) || call.guard.isAllowed(permissionOn("get", name)));
        return { items: visible.toSorted((a, b) => (a.name < b.name ? -1 : 1)).map(showAccount) };
      },
    }),
    defineOperation({
      name: "AccountService/GetAccount",
      route: { method: "GET", path: one },
      request: named,
      response: account,
      access: toAccount("get"),
      handle: async (_call, { name }) => showAccount(getAccount(name)),
    }),
    defineOperation({
      name: "AccountService/UpdatePassword",
      route: { method: "PUT", path: `${root}/password`, body: "*" },
      request: Type.Object({ newPassword: Type.String(), currentPassword: Type.Optional(Type.String()), name: Type.Optional(Type.String()) }),
      response: empty,
      access: { kind: "authenticated", permissions: ["accounts, update"], admit: async (call, { name = "" }) => requireChange(call, name) },
      async handle(call, request) {
        await changePassword(call, request, deps);
        return {};
      },
    }),
    ...createTokenOperations(deps),
    createCanI(),
  ];
}
