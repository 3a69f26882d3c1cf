/** What an application owns: tracking ids on objects, and which live objects carry them. Knows the annotation, not how objects are made. */
export { formatInstanceName, parseInstanceName } from "./instance-name.ts";
export { formatTrackingId, ownerOf, parseTrackingId } from "./tracking.ts";
export { type CacheStats, createLiveObjects, type LiveObjects, type LiveObjectsDeps, type OwnedObject } from "./live-objects.ts";
export { type Claims, createClaims } from "./claims.ts";
