import { Type } from "typebox";
import type { Repository } from "../../api/index.ts";
import { getString } from "../../kube/index.ts";
import { defineOperation, itemsOf, permitted, signedIn, type Operation, type Permission } from "../operation/index.ts";
import type { RepositoryServiceDeps } from "./deps.ts";
import { createRepositoryService } from "./service.ts";

const root = "/api/v1/repositories";

const repository = Type.Unsafe<Repository>(
  Type.Object({
    repo: Type.String(),
    type: Type.Optional(Type.String()),
    name: Type.Optional(Type.String()),
    project: Type.Optional(Type.String()),
    insecure: Type.Optional(Type.Boolean()),
    connectionState: Type.Optional(Type.Object({ status: Type.String(), message: Type.String() })),
  }),
);

/** All operations of the service. */
export function createRepositoryOperations(deps: RepositoryServiceDeps, options: { readonly namespace: string }): readonly Operation[] {
  const service = createRepositoryService(deps, options);
  return [
    defineOperation({
      name: "RepositoryService/ListRepositories",
      route: { method: "GET", path: root },
      request: Type.Object({}),
      response: itemsOf(repository),
      access: signedIn(["repositories, get"]),
      async handle({ ctx, guard }) {
        const found = await service.list(ctx);
        return { items: found.filter((item) => guard.isAllowed(permissionOf("get", item))) };
      },
    }),
    defineOperation({
      name: "RepositoryService/CreateRepository",
      route: { method: "POST", path: root, body: "repo" },
      request: Type.Object({ repo: Type.Unknown(), upsert: Type.Optional(Type.Boolean()) }),
      response: repository,
      access: permitted({ resource: "repositories", action: "create" }, ({ repo }: { readonly repo: unknown }) =>
        objectOf({ repo: getString(repo, "repo") ?? "", project: getString(repo, "project") }),
      ),
      async handle({ ctx, guard }, { repo, upsert = false }) {
        if (upsert) guard.require(permissionOf("update", { repo: getString(repo, "repo") ?? "", project: getString(repo, "project") }));
        return service.create(ctx, repo, upsert);
      },
    }),
  ];
}

interface Scoped {
  readonly repo: string;
  readonly project?: string | undefined;
}

function permissionOf(action: string, scoped: Scoped): Permission {
  return { resource: "repositories", action, object: objectOf(scoped) };
}

/** The URL, within its project when it has one. */
function objectOf({ repo, project = "" }: Scoped): string {
  return project === "" ? repo : `${project}/${repo}`;
}
