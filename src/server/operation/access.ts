import type { Call, Permission } from "./call.ts";

/** Who may call an operation. `admit` runs before the handler and gives what the operation is about, or throws `forbidden`. */
export interface Access<Request, Target> {
  /** `public` needs no session; the other two do, and `permitted` asks RBAC as well. */
  readonly kind: "public" | "authenticated" | "permitted";
  /** What it asks of RBAC, such as `applications, sync`: for documents and for the test that tries each. */
  readonly permissions: readonly string[];
  admit(call: Call, request: Request): Promise<Target>;
}

/** Open to everybody, with a session or without. */
export function open(): Access<unknown, undefined> {
  return { kind: "public", permissions: [], admit: async () => undefined };
}

/** Open to everybody with a session: what the handler shows is the caller's own, or it asks the guard for each part. */
export function signedIn(permissions: readonly string[] = []): Access<unknown, undefined> {
  return { kind: "authenticated", permissions, admit: async () => undefined };
}

/** Needs one permission, known from the request alone. */
export function permitted<Request>(permission: Omit<Permission, "object">, objectOf: (request: Request) => string): Access<Request, undefined> {
  return {
    kind: "permitted",
    permissions: [`${permission.resource}, ${permission.action}`],
    async admit({ guard }, request) {
      guard.require({ ...permission, object: objectOf(request) });
      return undefined;
    },
  };
}
