import type { KubeObject } from "../../../kube/index.ts";
import { age } from "./durations.ts";

/** One column of a table: how it is announced and what it shows of an object. `now` is in milliseconds since the epoch. */
export interface Column {
  readonly name: string;
  readonly type: string;
  readonly format?: string;
  readonly description?: string;
  /** 1 is shown by `-o wide` only. */
  readonly priority?: number;
  readonly cell: (object: KubeObject, now: number) => unknown;
}

export const nameColumn: Column = {
  name: "Name",
  type: "string",
  format: "name",
  description: "Name must be unique within a namespace",
  cell: (object) => object.metadata.name,
};

export const ageColumn: Column = {
  name: "Age",
  type: "string",
  description: "CreationTimestamp is a timestamp representing the server time when this object was created",
  cell: (object, now) => age(object.metadata.creationTimestamp, now),
};

export function describeColumn(column: Column): Readonly<Record<string, unknown>> {
  const { name, type, format = "", description = "", priority = 0 } = column;
  return { name, type, format, description, priority };
}
