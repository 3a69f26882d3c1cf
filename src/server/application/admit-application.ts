import { apiVersion, parseWireApplication, validateSpec, type Application } from "../../api/index.ts";
import { describeError, isSillageError, SillageError } from "../../errors/index.ts";
import { getRecord } from "../../kube/index.ts";
import type { Call } from "../operation/index.ts";
import type { ApplicationServiceDeps, ApplicationServiceOptions } from "./deps.ts";
import { rbacObjectOf } from "./find-application.ts";

type Deps = Pick<ApplicationServiceDeps, "isApplicationNamespace" | "findProblems" | "fetchManifests">;

/**
 * Refuses what the controller could only complain about: a place where applications must not live, a spec that makes no sense or that its project does not
 * permit, and, with `validate`, sources that give no manifests.
 */
export async function checkApplication({ ctx }: Call, deps: Deps, { wanted, validate }: { readonly wanted: Application; readonly validate: boolean }): Promise<void> {
  const { name } = wanted.metadata;
  const problems = validateSpec(wanted.spec);
  if (problems.length > 0) throw new SillageError("invalid", `Application "${name}" is not valid: ${problems.join("; ")}`);
  const refusals = deps.findProblems(wanted);
  if (refusals.length > 0) throw new SillageError("invalid", `application spec for ${name} is invalid: InvalidSpecError: ${refusals.join("; ")}`);
  if (!validate) return;
  try {
    await deps.fetchManifests(ctx, wanted, { revisions: [], isFresh: false });
  } catch (error) {
    ctx.signal.throwIfAborted();
    if (!isSillageError(error)) throw error;
    throw new SillageError("invalid", `application spec for ${name} is invalid: InvalidSpecError: ${describeError(error)}`, { cause: error });
  }
}

/** Whoever moves an application to another project must be allowed to create it there and to change it here and there. */
export function requireMove({ guard }: Call, { current, wanted }: { readonly current: Application; readonly wanted: Application }, { namespace }: ApplicationServiceOptions): void {
  if (current.spec.project === wanted.spec.project) return;
  for (const action of ["create", "update"]) guard.require({ resource: "applications", action, object: rbacObjectOf(wanted, namespace) });
  guard.require({ resource: "applications", action: "update", object: rbacObjectOf(current, namespace) });
}

/** The application of a request body, which may leave out its kind; at home in the control namespace unless it says otherwise. Throws `invalid`. */
export function readWanted(body: unknown, deps: Pick<Deps, "isApplicationNamespace">, { namespace: controlNamespace }: ApplicationServiceOptions): Application {
  const wanted = parseWireApplication({ ...getRecord(body), apiVersion, kind: "Application" });
  const { name = "", namespace: given = "" } = wanted.metadata;
  const namespace = given === "" ? controlNamespace : given;
  if (name === "") throw new SillageError("invalid", "An application needs a name");
  if (namespace !== controlNamespace && !deps.isApplicationNamespace(namespace)) {
    throw new SillageError("invalid", `Application "${name}": namespace "${namespace}" is not permitted, applications live in "${controlNamespace}"`);
  }
  return { ...wanted, metadata: { ...wanted.metadata, namespace } };
}
