/**
 * Who owns which field: server-side apply, the tracking of all other writes, and the hand-over between an object and its Scale. Pure: the time is passed
 * in. Knows nothing of HTTP, storage, defaults or validation beyond types.
 */
export { applyObject } from "./apply-object.ts";
export { getResetFields } from "./reset-fields.ts";
export { managersForScale, managersFromScale } from "./scale-managers.ts";
export { trackUpdate } from "./track-update.ts";
