import { deepEqual, equal } from "node:assert/strict";
import type { ApiServer } from "../support/api-server.ts";
import type { ContractRow } from "./row.ts";

export const rows: readonly ContractRow[] = [
  { operation: "SessionService/Create", path: "/api/v1/session", body: { username: "nobody", password: "wrong-password" }, status: 401 },
  { operation: "SessionService/Create", path: "/api/v1/session", body: { username: "ada-session", password: "correct-horse" }, given: (api) => addAccount(api, "ada-session") },
  { operation: "SessionService/Create", path: "/api/v1/session", body: {}, status: 401 },
  { operation: "SessionService/Create", path: "/api/v1/session", body: { username: 7 }, status: 400 },
  {
    operation: "SessionService/GetUserInfo",
    path: "/api/v1/session/userinfo",
    check: (answer) => {
      const { loggedIn, iss, groups } = answer as Record<string, unknown>;
      deepEqual({ loggedIn, iss, groups }, { loggedIn: true, iss: "argocd", groups: [] });
    },
  },
  { operation: "SessionService/Delete", path: "/api/v1/session", check: (answer) => equal((answer as { readonly token: string }).token, "") },
];

/** An account with the password `correct-horse`. */
export async function addAccount(api: ApiServer, name: string): Promise<void> {
  await api.set("argocd-cm", { [`accounts.${name}`]: "login, apiKey" });
  const ctx = { signal: AbortSignal.timeout(5_000), log: api.log };
  await api.access.accountWriter.changePassword(ctx, { name, password: "correct-horse" });
}
