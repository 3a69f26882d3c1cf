import type { AppProject, AppProjectSpec } from "../../../api/index.ts";
import { SillageError } from "../../../errors/index.ts";
import { withSpec, type Edit } from "./edit.ts";

export type Role = NonNullable<AppProjectSpec["roles"]>[number];

/** What a policy line says, beside whom it is of. */
export interface PolicyFlags {
  readonly action: string;
  readonly permission: string;
  readonly object: string;
  readonly resource: string;
}

/** Throws `notFound`. */
export function findRole(project: AppProject, name: string): Role {
  const role = project.spec.roles?.find((each) => each.name === name);
  if (role === undefined) throw new SillageError("notFound", `role '${name}' does not exist in project '${project.metadata.name}'`);
  return role;
}

export function createRole(role: Role): Edit {
  return (project) => {
    const { roles = [] } = project.spec;
    if (roles.some(({ name }) => name === role.name)) return { message: `Role '${role.name}' already exists` };
    return { project: withSpec(project, { roles: [...roles, role] }), message: `Role '${role.name}' created` };
  };
}

export function deleteRole(name: string): Edit {
  return (project) => {
    const { roles = [] } = project.spec;
    if (!roles.some((role) => role.name === name)) return { message: `Role '${name}' does not exist in project` };
    return { project: withSpec(project, { roles: roles.filter((role) => role.name !== name) }), message: `Role '${name}' deleted` };
  };
}

export function addGroup({ role, group }: { readonly role: string; readonly group: string }): Edit {
  return (project) => {
    const { groups = [] } = findRole(project, role);
    if (groups.includes(group)) return { message: `Group '${group}' already present in role '${role}'` };
    return { project: changeRole(project, role, { groups: [...groups, group] }), message: `Group '${group}' added to role '${role}'` };
  };
}

export function removeGroup({ role, group }: { readonly role: string; readonly group: string }): Edit {
  return (project) => {
    const { groups = [] } = findRole(project, role);
    if (!groups.includes(group)) return { message: `Group '${group}' not present in role '${role}'` };
    return { project: changeRole(project, role, { groups: groups.filter((each) => each !== group) }), message: `Group '${group}' removed from role '${role}'` };
  };
}

export function addPolicy(role: string, flags: PolicyFlags): Edit {
  return (project) => {
    const { policies = [] } = findRole(project, role);
    return { project: changeRole(project, role, { policies: [...policies, policyOf(project, role, flags)] }) };
  };
}

export function removePolicy(role: string, flags: PolicyFlags): Edit {
  return (project) => {
    const { policies = [] } = findRole(project, role);
    const line = policyOf(project, role, flags);
    return policies.includes(line) ? { project: changeRole(project, role, { policies: policies.filter((each) => each !== line) }) } : {};
  };
}

function policyOf({ metadata }: AppProject, role: string, { resource, action, object, permission }: PolicyFlags): string {
  return `p, proj:${metadata.name}:${role}, ${resource}, ${action}, ${metadata.name}/${object}, ${permission}`;
}

function changeRole(project: AppProject, name: string, changes: Partial<Role>): AppProject {
  return withSpec(project, { roles: (project.spec.roles ?? []).map((role) => (role.name === name ? { ...role, ...changes } : role)) });
}
