import type { ProjectProblem } from "../api/index.ts";
import { parsePolicy } from "./parse-policy.ts";
import { projectScopedResources, type ProjectRole, type ProjectWithRoles } from "./project-policy.ts";

const actions = /^(?:get|create|update|delete|sync|rollback|override|\*|(?:action|update|delete)\/.*)$/;
const objectInProject = /^(?:\/[*\w.-]+){1,2}$/;
const roleName = /^[a-zA-Z0-9](?:[-_a-zA-Z0-9]*[a-zA-Z0-9])?$/;

/** What the API refuses in a project's roles: a role speaks for itself only, and of its own project's objects. */
export function validateProjectRoles(project: ProjectWithRoles): readonly ProjectProblem[] {
  const roles = project.spec.roles ?? [];
  return [
    ...findDuplicates(roles.map(({ name }) => name)).map((name) => alreadyExists(`Role "${name}" is there twice`)),
    ...roles.flatMap((role) => validateRole(project.metadata.name ?? "", role)),
  ];
}

function validateRole(project: string, role: ProjectRole): readonly ProjectProblem[] {
  const { name, policies = [], groups = [] } = role;
  const invalid = [
    ...(roleName.test(name) ? [] : [`Role name "${name}" is not made of letters, digits, - and _, the first and last a letter or digit`]),
    ...policies.flatMap((policy) => validateRolePolicy(policy, { project, role: name })),
    ...groups
      .filter((group) => !isGroupName(group))
      .map((group) => `Group "${group}" of role "${name}" cannot stand in a policy: it is empty or has a line break, a tab, or a comma outside quotes`),
  ];
  const twice = [
    ...findDuplicates(policies).map((policy) => `Policy "${policy}" is in role "${name}" twice`),
    ...findDuplicates(groups).map((group) => `Group "${group}" is in role "${name}" twice`),
  ];
  return [...invalid.map((message) => ({ code: "invalidArgument" as const, message })), ...twice.map(alreadyExists)];
}

function validateRolePolicy(policy: string, { project, role }: { readonly project: string; readonly role: string }): readonly string[] {
  const source = `role "${role}"`;
  const { lines, problems } = parsePolicy(policy, { source });
  const [line, ...more] = lines;
  if (problems[0] !== undefined) return [`Policy of ${source}: ${problems[0].message}`];
  if (line?.kind !== "rule" || more.length > 0) return [`Policy "${policy}" of ${source} is not one rule: p, subject, resource, action, object, allow or deny`];
  const object = line.object.trim();
  const subject = `proj:${project}:${role}`;
  return [
    ...(line.subject.trim() === subject ? [] : [`its subject is "${line.subject}" and must be "${subject}"`]),
    ...(projectScopedResources.has(line.resource.trim()) ? [] : [`its resource "${line.resource}" is none of ${[...projectScopedResources].join(", ")}`]),
    ...(actions.test(line.action.trim()) ? [] : [`there is no action "${line.action}"`]),
    ...(object.startsWith(`${project}/`) && objectInProject.test(object.slice(project.length))
      ? []
      : [`its object "${line.object}" is not of the form ${project}/*, ${project}/NAME or ${project}/NAMESPACE/NAME`]),
    ...(["allow", "deny"].includes(line.effect.trim()) ? [] : [`its effect "${line.effect}" is neither allow nor deny`]),
  ].map((problem) => `Policy "${policy}" of ${source} is refused: ${problem}`);
}

function isGroupName(group: string): boolean {
  const quoted = /^"(?:[^"]|"")*"$/.test(group);
  return group.trim() !== "" && group.trim() === group && !/[\n\r\t]/.test(group) && (quoted || !group.includes(","));
}

function findDuplicates(values: readonly string[]): readonly string[] {
  return [...new Set(values.filter((value, index) => values.indexOf(value) !== index))];
}

function alreadyExists(message: string): ProjectProblem {
  return { code: "alreadyExists", message };
}
