/** Desired against live without noise: which fields differ, judged by what we own, without asking the server. Knows no client and no application. */
export { diffFields } from "./diff-fields.ts";
export { type FieldDifference } from "./walk.ts";
export { getOwnedFields } from "./field-tree.ts";
export { migrateOwnership } from "./migrate-ownership.ts";
export { findIgnoredFields, keepLiveFields, removeFields } from "./ignore.ts";
export { isSameJson } from "./json.ts";
export { normalize } from "./normalize.ts";
export { maskSecrets } from "./mask-secret.ts";
