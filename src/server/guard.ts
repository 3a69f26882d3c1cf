import { SillageError } from "../errors/index.ts";
import type { Enforcer } from "../rbac/index.ts";
import type { Caller, Guard, Permission } from "./operation/index.ts";

/** What the caller may do, asked anew each time: `getEnforcer` gives the policy in force. */
export function createGuard({ getEnforcer }: { readonly getEnforcer: () => Enforcer }, caller: Caller): Guard {
  function isAllowed(permission: Permission): boolean {
    return getEnforcer().decide(caller, permission).allowed;
  }
  return {
    isAllowed,
    require(permission) {
      if (!isAllowed(permission)) throw new SillageError("forbidden", describeRefusal(permission, caller));
    },
  };
}

/** Argo CD's words, which people search for: `permission denied: applications, get, default/web, sub: ada, iat: 2026-01-02T03:04:05Z`. */
function describeRefusal({ resource, action, object }: Permission, { subject, issuedAt }: Caller): string {
  const parts = [
    ...[resource, action, object].filter((part) => part !== ""),
    ...(subject === "" ? [] : [`sub: ${subject}`]),
    ...(issuedAt === undefined ? [] : [`iat: ${new Date(issuedAt * 1_000).toISOString().replace(".000Z", "Z")}`]),
  ];
  return `permission denied: ${parts.join(", ")}`;
}
