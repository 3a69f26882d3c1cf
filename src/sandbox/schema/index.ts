/**
 * What the simulated API server knows about shapes: schema nodes, defaulting, pruning and validation of custom resources, strict decoding of all
 * kinds, and the OpenAPI documents kubectl reads. Knows nothing of HTTP, storage or kinds' own rules.
 */
export { buildCustomSchema } from "./custom-schema.ts";
export { type Decoded, decodeBuiltin } from "./decode-builtin.ts";
export { decodeCustom } from "./decode-custom.ts";
export { defaultCustom } from "./default-custom.ts";
export { buildOpenApiDocument, buildOpenApiRoot, hashOpenApi } from "./openapi/open-api.ts";
export { validateCustom } from "./validate-custom.ts";
