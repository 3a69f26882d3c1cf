/**
 * The shape of every built-in kind: fields, list and map semantics, patch strategies, descriptions. Generated from the model classes of the
 * Kubernetes client (`npm run generate`) and our own annotation table. Knows nothing of values, validation beyond types, or CRDs.
 */
export type { AnyNode, ListKey, ListNode, MapNode, ScalarType, SchemaField, SchemaNode, StructNode } from "./node.ts";
export { describeField, findBuiltin, findDefinition, getBuiltinKinds, getSchemaSource } from "./builtins.ts";
