import { deepEqual, equal } from "node:assert/strict";
import type { ContractRow } from "./row.ts";
import { addAccount } from "./session.ts";

const others = "/api/v1/account";

export const rows: readonly ContractRow[] = [
  {
    operation: "AccountService/ListAccounts",
    path: others,
    needs: ["accounts, get, ada-list"],
    without: 200,
    given: (api) => addAccount(api, "ada-list"),
    check: (answer) => {
      const names = (answer as { readonly items: readonly { readonly name: string }[] }).items.map(({ name }) => name);
      deepEqual(
        names.filter((name) => !name.startsWith("user-")),
        ["ada-list"],
      );
    },
  },
  { operation: "AccountService/GetAccount", path: `${others}/ada-get`, needs: ["accounts, get, ada-get"], given: (api) => addAccount(api, "ada-get") },
  { operation: "AccountService/GetAccount", path: `${others}/$me` },
  { operation: "AccountService/GetAccount", path: `${others}/none`, needs: ["accounts, get, none"], status: 404 },
  {
    operation: "AccountService/UpdatePassword",
    path: `${others}/password`,
    body: { newPassword: "battery-staple", currentPassword: "" },
    status: 400,
  },
  {
    operation: "AccountService/UpdatePassword",
    path: `${others}/password`,
    body: { name: "ada-password", newPassword: "battery-staple", currentPassword: "wrong" },
    needs: ["accounts, update, ada-password"],
    status: 400,
    given: (api) => addAccount(api, "ada-password"),
    check: (answer) => equal((answer as { readonly message: string }).message, "current password does not match"),
  },
  {
    operation: "AccountService/CreateToken",
    path: `${others}/ada-token/token`,
    body: { id: "ci", expiresIn: "3600" },
    needs: ["accounts, update, ada-token"],
    given: (api) => addAccount(api, "ada-token"),
  },
  { operation: "AccountService/CreateToken", path: `${others}/$me/token`, body: { id: "own" } },
  {
    operation: "AccountService/DeleteToken",
    path: `${others}/ada-token/token/ci`,
    needs: ["accounts, update, ada-token"],
  },
  { operation: "AccountService/DeleteToken", path: `${others}/ada-token/token/none`, needs: ["accounts, update, ada-token"], status: 404 },
  { operation: "AccountService/CanI", path: `${others}/can-i/applications/sync/default/web`, check: (answer) => deepEqual(answer, { value: "no" }) },
  { operation: "AccountService/CanI", path: `${others}/can-i/clusters/get/https%3A%2F%2Fkubernetes.default.svc`, check: (answer) => deepEqual(answer, { value: "no" }) },
  { operation: "AccountService/CanI", path: `${others}/can-i/wishes/get/all`, status: 400 },
];
