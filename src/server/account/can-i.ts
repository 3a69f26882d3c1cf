import { Type } from "typebox";
import { SillageError } from "../../errors/index.ts";
import { defineOperation, signedIn, type Operation } from "../operation/index.ts";

const resources = new Set("applications applicationsets logs exec extensions clusters repositories write-repositories projects accounts certificates gpgkeys".split(" "));
const actions = /^(get|create|update|delete|sync|rollback|override|action|invoke)(\/.*)?$/;

/** Whether the caller may do something, by the policy in force. */
export function createCanI(): Operation {
  return defineOperation({
    name: "AccountService/CanI",
    route: { method: "GET", path: "/api/v1/account/can-i/:resource/:action/*subresource" },
    request: Type.Object({ resource: Type.String(), action: Type.String(), subresource: Type.String() }),
    response: Type.Object({ value: Type.Enum(["yes", "no"]) }),
    access: signedIn(),
    async handle({ guard }, { resource, action, subresource }) {
      if (!resources.has(resource)) throw new SillageError("invalid", `"${resource}" is no resource: use one of ${[...resources].join(", ")}`);
      if (!actions.test(action)) throw new SillageError("invalid", `"${action}" is no action`);
      return { value: guard.isAllowed({ resource, action, object: subresource }) ? ("yes" as const) : ("no" as const) };
    },
  });
}
