/**
 * What the simulated API server knows about shapes: schema nodes, defaulting, pruning and validation of custom resources, strict decoding of all
 * kinds, canonical quantities, and the OpenAPI documents kubectl reads. Knows nothing of HTTP, storage or kinds' own rules.
 */
export type { FieldProblem, PublishedResource } from "./resource.ts";
