/**
 * What the API consists of: typed operations, grouped as Argo CD groups its services. An operation knows its request and response, who may call it and
 * what it does; it knows no HTTP. A transport (REST today) finds out who calls and runs it.
 */
export type { Call, Caller, Credentials, Guard, Permission } from "./call.ts";
export { open, permitted, signedIn, type Access } from "./access.ts";
export { defineOperation, defineStream, type Operation, type StreamOperation } from "./operation.ts";
export { createPendingItems } from "./pending-items.ts";
export { parseJson } from "./parse-json.ts";
export { empty, itemsOf, selectedItemsOf } from "./schemas.ts";
export { fieldsBelow, parseFields, type FieldSelection } from "./select-fields.ts";
export { waitUntilSeen } from "./wait-until-seen.ts";
