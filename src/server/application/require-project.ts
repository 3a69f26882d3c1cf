import type { Application, AppProject } from "../../api/index.ts";
import { SillageError } from "../../errors/index.ts";
import type { ApplicationServiceDeps } from "./deps.ts";

/** The project of an application. Throws `invalid` when it cannot be used. */
export function requireProject(deps: Pick<ApplicationServiceDeps, "getProject">, { spec }: Application): AppProject {
  const project = deps.getProject(spec.project);
  if (typeof project === "string") throw new SillageError("invalid", project);
  return project;
}
