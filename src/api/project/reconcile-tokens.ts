import type { AppProject, ProjectRole, ProjectToken } from "./app-project.ts";

/**
 * The project with the same tokens in its roles and in its status: what either place knows counts, so a role applied from Git does not lose its tokens, and a
 * token is revoked by taking it out of both. Gives the very same project when nothing is to do.
 */
export function reconcileTokens(project: AppProject): AppProject {
  const { spec, status } = project;
  const roles = (spec.roles ?? []).map((role): ProjectRole => {
    const tokens = combine(status.jwtTokensByRole?.[role.name]?.items ?? [], role.jwtTokens ?? []);
    const { jwtTokens: _known, ...rest } = role;
    return tokens.length === 0 ? rest : { ...rest, jwtTokens: tokens };
  });
  const jwtTokensByRole = Object.fromEntries(roles.flatMap(({ name, jwtTokens }) => (jwtTokens === undefined ? [] : [[name, { items: jwtTokens }]])));
  const isSame = JSON.stringify(roles.map(tokensOf)) === JSON.stringify((spec.roles ?? []).map(tokensOf)) && isSameStatus(status.jwtTokensByRole ?? {}, jwtTokensByRole);
  return isSame ? project : { ...project, spec: { ...spec, roles }, status: { ...status, jwtTokensByRole } };
}

/** Newest first; a token without an id goes by the time it was issued. */
function combine(...lists: readonly (readonly ProjectToken[])[]): ProjectToken[] {
  const byId = new Map(lists.flat().map((token) => [idOf(token), { ...token, id: idOf(token) }]));
  return [...byId.values()].toSorted((a, b) => b.iat - a.iat || compareText(a.id, b.id));
}

function idOf({ id = "", iat }: ProjectToken): string {
  return id === "" ? String(iat) : id;
}

function tokensOf({ jwtTokens = [] }: ProjectRole): string[] {
  return jwtTokens.map(formatToken);
}

type TokensByRole = NonNullable<AppProject["status"]["jwtTokensByRole"]>;

function isSameStatus(before: TokensByRole, after: TokensByRole): boolean {
  const format = (tokens: TokensByRole) =>
    JSON.stringify(
      Object.entries(tokens)
        .filter(([, { items = [] }]) => items.length > 0)
        .toSorted(([a], [b]) => compareText(a, b))
        .map(([role, { items = [] }]) => [role, items.map(formatToken)]),
    );
  return format(before) === format(after);
}

function formatToken({ id = "", iat, exp = 0 }: ProjectToken): string {
  return `${id} ${iat} ${exp}`;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
