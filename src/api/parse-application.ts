import { Type } from "typebox";
import { Value } from "typebox/value";
import { SillageError } from "../errors/index.ts";
import { describeObject, getField, isRecord, type KubeObject } from "../kube/index.ts";
import { applicationInputSchema, applicationStatusFields, applicationStatusSchema } from "./application-schema.ts";
import type { ApplicationStatus } from "./application-status.ts";
import type { Application } from "./application.ts";
import { defaultProject } from "./names.ts";
import { describeFirstProblem } from "./schema-problem.ts";

/**
 * An Application from the API, with defaults filled in, and what can be read of its status.
 * Throws `invalid` (reason `InvalidSpec`) naming the field when spec or operation have a wrong shape.
 */
export function parseApplication(object: KubeObject): Application {
  const { kind } = object;
  if (kind !== "Application") throw new SillageError("invalid", `Cannot read ${describeObject(object)} as an Application`);
  if (!applicationInputSchema.Check(object)) {
    const problem = describeFirstProblem(applicationInputSchema.Errors(object));
    throw new SillageError("invalid", `Cannot read ${describeObject(object)}: ${problem}`, { reason: "InvalidSpec", terminal: true });
  }
  const { apiVersion, metadata, spec, operation, status } = object;
  const project = spec.project === undefined || spec.project === "" ? defaultProject : spec.project;
  return { apiVersion, kind, metadata, spec: { ...spec, project }, ...(operation === undefined ? {} : { operation }), status: parseApplicationStatus(status) };
}

/**
 * The status as it was last written, by whoever. Fields and items of lists that do not fit, such as a condition of a newer version, are left out alone: the
 * history must not go with them.
 */
export function parseApplicationStatus(status: unknown): ApplicationStatus {
  if (applicationStatusSchema.Check(status)) return status;
  const fitting = Object.fromEntries(Object.entries(isRecord(status) ? status : {}).flatMap(([name, value]) => keepFitting(name, value)));
  return applicationStatusSchema.Check(fitting) ? fitting : {};
}

function keepFitting(name: string, value: unknown): readonly (readonly [string, unknown])[] {
  const schema = getField(applicationStatusFields, name);
  if (!Type.IsSchema(schema)) return [[name, value]];
  const item = getField(schema, "items");
  const kept = Array.isArray(value) && Type.IsSchema(item) ? value.filter((candidate) => Value.Check(item, candidate)) : value;
  return Value.Check(schema, kept) ? [[name, kept]] : [];
}
