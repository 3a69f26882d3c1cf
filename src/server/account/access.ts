import type { Access, Call, Permission } from "../operation/index.ts";

/** An account may always look after itself. */
export function toAccount(action: "get" | "update"): Access<{ readonly name: string }, undefined> {
  return {
    kind: "permitted",
    permissions: [`accounts, ${action}`],
    async admit(call, { name }) {
      if (!isOwn(call, name)) call.guard.require(permissionOn(action, name));
      return undefined;
    },
  };
}

/** Of a password: one's own is changed without a name. Somebody of an identity provider has none here, even with a subject that an account has for a name. */
export async function requireChange(call: Call, given: string): Promise<undefined> {
  const name = given === "" ? call.caller.subject : given;
  if (!isOwn(call, name)) call.guard.require(permissionOn("update", name));
  return undefined;
}

export function isOwn({ caller }: Call, name: string): boolean {
  return caller.issuer === "argocd" && caller.subject === name;
}

export function permissionOn(action: string, name: string): Permission {
  return { resource: "accounts", action, object: name };
}
