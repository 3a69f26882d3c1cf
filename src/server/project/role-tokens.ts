import { reconcileTokens, type AppProject, type ProjectToken } from "../../api/index.ts";
import { SillageError } from "../../errors/index.ts";

/** The project with one more token of a role, in both places where tokens are kept. Throws `notFound` for the role and `invalid` for an id that is taken. */
export function addToken(project: AppProject, role: string, token: ProjectToken & { readonly id: string }): AppProject {
  const tokens = listTokens(project, role);
  const name = project.metadata.name ?? "";
  if (tokens === undefined) throw new SillageError("notFound", `project '${name}' does not have role '${role}'`);
  if (tokens.some(({ id }) => id === token.id)) throw new SillageError("invalid", `Role "${role}" of project "${name}" already has a token with id "${token.id}"`);
  return withTokens(project, role, [token, ...tokens]);
}

/** The project without a token, which is found by its id or else by when it was issued; the very same project when there is none. */
export function removeToken(project: AppProject, role: string, { id, iat }: { readonly id: string; readonly iat: number }): AppProject {
  const tokens = listTokens(project, role) ?? [];
  const kept = tokens.filter((token) => (id === "" ? token.iat !== iat : token.id !== id));
  return kept.length === tokens.length ? project : withTokens(project, role, kept);
}

function listTokens(project: AppProject, role: string): readonly ProjectToken[] | undefined {
  const known = reconcileTokens(project).spec.roles?.find(({ name }) => name === role);
  return known === undefined ? undefined : (known.jwtTokens ?? []);
}

function withTokens(project: AppProject, name: string, jwtTokens: readonly ProjectToken[]): AppProject {
  const { spec, status } = project;
  return {
    ...project,
    spec: { ...spec, roles: (spec.roles ?? []).map((role) => (role.name === name ? { ...role, jwtTokens } : role)) },
    status: { ...status, jwtTokensByRole: { ...status.jwtTokensByRole, [name]: { items: jwtTokens } } },
  };
}
