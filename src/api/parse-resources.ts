import { Type, type Static, type TSchema } from "typebox";
import { Compile } from "typebox/compile";
import { SillageError } from "../errors/index.ts";
import type { ResourceTree } from "./resource-tree.ts";
import type { LogEntry, ResourceAction } from "./wire.ts";

const text = Type.Optional(Type.String());
const ref = { group: text, version: text, kind: Type.String(), namespace: text, name: Type.String(), uid: text };
const refs = Type.Optional(Type.Array(Type.Object(ref)));
const texts = Type.Optional(Type.Array(Type.String()));
const labels = Type.Optional(Type.Record(Type.String(), Type.String()));
const healthCode = Type.Enum(["Healthy", "Suspended", "Progressing", "Missing", "Degraded", "Unknown"]);
const node = Type.Object({
  ...ref,
  parentRefs: refs,
  info: Type.Optional(Type.Array(Type.Object({ name: Type.String(), value: Type.String() }))),
  networkingInfo: Type.Optional(Type.Object({ targetLabels: labels, targetRefs: refs, labels, ingress: Type.Optional(Type.Array(Type.Unknown())), externalURLs: texts })),
  resourceVersion: text,
  images: texts,
  health: Type.Optional(Type.Object({ status: healthCode, message: text })),
  createdAt: text,
});
const tree = Type.Object({ nodes: Type.Array(node), orphanedNodes: Type.Array(node) });
const parameter = Type.Object({ name: Type.String(), value: text, type: text, default: text });
const actions = Type.Object({
  actions: Type.Array(Type.Object({ name: Type.String(), disabled: Type.Optional(Type.Boolean()), displayName: text, params: Type.Optional(Type.Array(parameter)) })),
});
const entry = Type.Object({ content: Type.String(), timeStamp: Type.String(), timeStampStr: Type.String(), podName: Type.String(), last: Type.Boolean() });

const [readTree, readActions, readEntry] = [createReader(tree, "resource tree"), createReader(actions, "list of actions"), createReader(entry, "log entry")];

/** Reads the answer of `…/resource-tree`, or an item of its stream. */
export function parseResourceTree(value: unknown): ResourceTree {
  return readTree(value);
}

/** Reads the answer of `…/resource/actions`. */
export function parseResourceActions(value: unknown): readonly ResourceAction[] {
  return readActions(value).actions;
}

/** Reads an item of `…/logs`. */
export function parseLogEntry(value: unknown): LogEntry {
  return readEntry(value);
}

function createReader<Schema extends TSchema>(schema: Schema, name: string): (value: unknown) => Static<Schema> {
  const check = Compile(schema);
  return function read(value) {
    if (check.Check(value)) return value;
    const [problem] = check.Errors(value);
    throw new SillageError("invalid", `The answer is no ${name}: ${problem?.instancePath ?? ""} ${problem?.message ?? "has a wrong shape"}`);
  };
}
