/**
 * The three kinds of patches of the Kubernetes API, applied to plain JSON. Pure: inputs are never changed. Knows nothing of which kind takes which
 * patch; strategic merge patch is told the schema.
 */
export { applyJsonPatch } from "./json-patch.ts";
export { applyMergePatch } from "./merge-patch.ts";
export { applyStrategicMergePatch } from "./strategic-merge-patch.ts";
