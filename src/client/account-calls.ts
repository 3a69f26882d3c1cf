import { getBoolean, getList, getNumber, getString } from "../kube/index.ts";
import type { Call } from "./application-path.ts";
import type { Http } from "./http.ts";

/** A local account, as the server shows it. */
export interface AccountInfo {
  readonly name: string;
  readonly enabled: boolean;
  readonly capabilities: readonly string[];
  readonly tokens: readonly AccountToken[];
}

/** What is kept of a token. Unix seconds. */
export interface AccountToken {
  readonly id: string;
  readonly issuedAt: number;
  readonly expiresAt?: number;
}

export interface AccountCalls {
  fetchAccounts(call: Call): Promise<readonly AccountInfo[]>;
  fetchAccount(name: string, call: Call): Promise<AccountInfo>;
  /** `name` is somebody else's; `currentPassword` is always the caller's own. */
  changePassword(change: { readonly name?: string; readonly currentPassword?: string; readonly newPassword: string }, call: Call): Promise<void>;
  /** The token itself, which nobody can ask for again. */
  createAccountToken(token: { readonly name: string; readonly id?: string; readonly expiresIn?: number }, call: Call): Promise<string>;
  deleteAccountToken(token: { readonly name: string; readonly id: string }, call: Call): Promise<void>;
  canI(question: { readonly resource: string; readonly action: string; readonly object: string }, call: Call): Promise<"yes" | "no">;
}

const root = "/api/v1/account";

export function createAccountCalls(http: Http): AccountCalls {
  const pathOf = (name: string): string => `${root}/${encodeURIComponent(name)}`;
  return {
    async fetchAccounts({ signal }) {
      return getList(await http.json("GET", root, { signal }), "items").map(parseAccount);
    },
    async fetchAccount(name, { signal }) {
      return parseAccount(await http.json("GET", pathOf(name), { signal }));
    },
    async changePassword(body, { signal }) {
      await http.json("PUT", `${root}/password`, { signal, body });
    },
    async createAccountToken({ name, ...body }, { signal }) {
      return getString(await http.json("POST", `${pathOf(name)}/token`, { signal, body }), "token") ?? "";
    },
    async deleteAccountToken({ name, id }, { signal }) {
      await http.json("DELETE", `${pathOf(name)}/token/${encodeURIComponent(id)}`, { signal });
    },
    async canI({ resource, action, object }, { signal }) {
      const [what, how] = [resource, action].map(encodeURIComponent);
      const subresource = object.split("/").map(encodeURIComponent).join("/");
      return getString(await http.json("GET", `${root}/can-i/${what}/${how}/${subresource}`, { signal }), "value") === "yes" ? "yes" : "no";
    },
  };
}

function parseAccount(value: unknown): AccountInfo {
  return {
    name: getString(value, "name") ?? "",
    enabled: getBoolean(value, "enabled") ?? false,
    capabilities: getList(value, "capabilities").filter((capability) => typeof capability === "string"),
    tokens: getList(value, "tokens").map(parseToken),
  };
}

function parseToken(value: unknown): AccountToken {
  const expiresAt = getNumber(value, "expiresAt") ?? 0;
  return { id: getString(value, "id") ?? "", issuedAt: getNumber(value, "issuedAt") ?? 0, ...(expiresAt === 0 ? {} : { expiresAt }) };
}
