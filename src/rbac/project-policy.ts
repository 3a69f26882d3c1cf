import { parsePolicy, type ParsedPolicy } from "./parse-policy.ts";
import type { AccessRequest } from "./policy-index.ts";

/** What an AppProject tells about its roles. */
export interface ProjectWithRoles {
  readonly metadata: { readonly name?: string };
  readonly spec: { readonly roles?: readonly ProjectRole[] };
}

export interface ProjectRole {
  readonly name: string;
  readonly policies?: readonly string[];
  readonly groups?: readonly string[];
}

/** Resources that belong to a project: their objects begin with its name, and its roles may speak of them. */
export const projectScopedResources: ReadonlySet<string> = new Set(["applications", "applicationsets", "logs", "exec", "clusters", "repositories"]);

/** The policy of a project's roles: each may get the project, has its own policies, and is granted to its groups. The source of a line names the role. */
export function readProjectPolicy(project: ProjectWithRoles): ParsedPolicy {
  const { name = "" } = project.metadata;
  const parsed = (project.spec.roles ?? []).map((role) => {
    const subject = `proj:${name}:${role.name}`;
    const lines = [...(role.policies ?? []), `p, ${subject}, projects, get, ${name}, allow`, ...(role.groups ?? []).map((group) => `g, ${group}, ${subject}`)];
    return parsePolicy(lines.join("\n"), { source: `project "${name}", role "${role.name}"` });
  });
  return { lines: parsed.flatMap(({ lines }) => lines), problems: parsed.flatMap(({ problems }) => problems) };
}

/** The name of the project whose roles have a say in the request. */
export function projectOf({ resource, object }: AccessRequest): string | undefined {
  if (resource === "projects") return object;
  const slash = object.indexOf("/");
  return projectScopedResources.has(resource) && slash !== -1 ? object.slice(0, slash) : undefined;
}

/** The project of a subject such as `proj:shop:ci`. */
export function projectOfSubject(subject: string): string | undefined {
  const [kind, project, role, ...more] = subject.split(":");
  return kind === "proj" && role !== undefined && more.length === 0 ? project : undefined;
}
