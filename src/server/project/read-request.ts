import { apiVersion, parseAppProject, validateProject, type AppProject, type ProjectProblem } from "../../api/index.ts";
import { SillageError, type ErrorCode } from "../../errors/index.ts";
import { getRecord, getString } from "../../kube/index.ts";
import { validateProjectRoles } from "../../rbac/index.ts";

/** The name a body gives its project, for permissions: asked before the rest is looked at. */
export function nameIn(body: unknown): string {
  return getString(body, "metadata", "name") ?? "";
}

/** A project as somebody wants it. Clients leave out the kind, and nobody chooses the namespace. Throws `invalid` with all that is wrong with it. */
export function readProject(body: unknown, namespace: string): AppProject {
  const name = nameIn(body);
  if (name === "") throw new SillageError("invalid", "A project needs metadata.name");
  const { managedFields: _managedFields, ...metadata } = getRecord(body, "metadata") ?? {};
  const project = parseAppProject({ spec: {}, ...getRecord(body), apiVersion, kind: "AppProject", metadata: { ...metadata, name, namespace } });
  const normalized = normalizePolicies(project);
  refuse(normalized, name);
  return normalized;
}

/** One blank behind each comma, as Argo CD writes policies. */
function normalizePolicies(project: AppProject): AppProject {
  const { roles } = project.spec;
  if (roles === undefined) return project;
  const normalize = (policy: string): string => policy.split(/,\s*/).join(", ").trim();
  return { ...project, spec: { ...project.spec, roles: roles.map(({ policies, ...role }) => (policies === undefined ? role : { ...role, policies: policies.map(normalize) })) } };
}

const codes: Readonly<Record<ProjectProblem["code"], ErrorCode>> = { invalidArgument: "invalid", outOfRange: "invalid", alreadyExists: "conflict" };

function refuse(project: AppProject, name: string): void {
  const problems = [...validateProject(project), ...validateProjectRoles(project)];
  const [first] = problems;
  if (first === undefined) return;
  throw new SillageError(codes[first.code], `Project "${name}" is not valid: ${problems.map(({ message }) => message).join("; ")}`, { reason: "InvalidProject" });
}
