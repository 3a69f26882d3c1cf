import { Type } from "typebox";
import { SillageError } from "../../errors/index.ts";
import { defineOperation, empty, type Access, type Operation } from "../operation/index.ts";
import type { ProjectServiceDeps } from "./deps.ts";
import { addToken, removeToken } from "./role-tokens.ts";
import { createTokenRequest, deleteTokenRequest } from "./schemas.ts";
import type { ProjectStore } from "./store.ts";

const path = "/api/v1/projects/:project/roles/:role/token";

/** Operations on the tokens of roles: for who may change the project, and for members of the role. */
export function createProjectTokens(deps: ProjectServiceDeps, store: ProjectStore): readonly Operation[] {
  const access = createRoleAccess(deps);
  return [
    defineOperation({
      name: "ProjectService/CreateToken",
      route: { method: "POST", path, body: "*" },
      request: createTokenRequest,
      response: Type.Object({ token: Type.String() }),
      access,
      async handle({ ctx }, { project, role, id = "", expiresIn = 0 }) {
        const issuedAt = Math.floor(deps.clock.now() / 1_000);
        const lifetime = Number(expiresIn);
        if (lifetime < 0) throw new SillageError("invalid", "expiresIn must not be negative");
        const expiry = lifetime === 0 ? {} : { exp: issuedAt + lifetime };
        const token = { iat: issuedAt, id: id === "" ? deps.newId() : id, ...expiry };
        await store.change(ctx, project, (found) => addToken(found, role, token));
        const expiresAt = lifetime === 0 ? {} : { expiresAt: issuedAt + lifetime };
        return { token: await deps.issueToken({ subject: `proj:${project}:${role}`, id: token.id, issuedAt, ...expiresAt }) };
      },
    }),
    defineOperation({
      name: "ProjectService/DeleteToken",
      route: { method: "DELETE", path: `${path}/:iat` },
      request: deleteTokenRequest,
      response: empty,
      access,
      async handle({ ctx }, { project, role, iat, id = "" }) {
        await store.change(ctx, project, (found) => removeToken(found, role, { id, iat: Number(iat) }));
        return {};
      },
    }),
  ];
}

interface OfRole {
  readonly project: string;
  readonly role: string;
}

function createRoleAccess({ projects }: Pick<ProjectServiceDeps, "projects">): Access<OfRole, undefined> {
  return {
    kind: "permitted",
    permissions: ["projects, update"],
    async admit({ caller, guard }, { project, role }) {
      const groups = projects.get(project)?.spec.roles?.find(({ name }) => name === role)?.groups ?? [];
      if (!groups.some((group) => caller.groups.includes(group))) guard.require({ resource: "projects", action: "update", object: project });
      return undefined;
    },
  };
}
