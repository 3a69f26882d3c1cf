import { SillageError } from "../errors/index.ts";
import { describeObject, type KubeObject } from "../kube/index.ts";
import { applicationInputSchema, applicationStatusSchema } from "./application-schema.ts";
import type { ApplicationStatus } from "./application-status.ts";
import type { Application } from "./application.ts";
import { defaultProject } from "./names.ts";
import { describeFirstProblem } from "./schema-problem.ts";

/**
 * An Application from the API, with defaults filled in. A status that does not fit is taken for none: the next reconcile writes a new one.
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

/** The status as it was last written; an empty one when there is none or it does not fit. */
export function parseApplicationStatus(status: unknown): ApplicationStatus {
  return applicationStatusSchema.Check(status) ? status : {};
}
