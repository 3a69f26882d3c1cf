import { isDeepStrictEqual } from "node:util";
import { Type } from "typebox";
import { parseRepository, type Repository } from "../../api/index.ts";
import { SillageError } from "../../errors/index.ts";
import { getString, type KubeObject } from "../../kube/index.ts";
import { readSecretKey } from "../../settings/index.ts";
import { defineOperation, empty, permitted, type Operation, type Permission } from "../operation/index.ts";
import type { RepositoryServiceDeps, RepositoryServiceOptions } from "./deps.ts";
import { createRepositoryAccess, findSecret, permissionOf } from "./find-repository.ts";
import { buildRepositorySecret } from "./repository-secret.ts";
import { namedRepository, repository, repositoryBody, repositoryChange } from "./schemas.ts";
import type { SecretStore } from "./secret-store.ts";

const root = "/api/v1/repositories";

/** Operations that add, change and remove repositories, and that try whether one could be read. */
export function createRepositoryChanges(deps: RepositoryServiceDeps, store: SecretStore, options: RepositoryServiceOptions): readonly Operation[] {
  return [...createAdding(deps, store, options), ...createOnExisting(store, options)];
}

function createAdding(deps: RepositoryServiceDeps, store: SecretStore, { namespace }: RepositoryServiceOptions): readonly Operation[] {
  const build = (wanted: Repository, existing?: KubeObject): KubeObject => buildRepositorySecret(wanted, { namespace, existing });
  return [
    defineOperation({
      name: "RepositoryService/CreateRepository",
      route: { method: "POST", path: root, body: "repo" },
      request: Type.Object({ repo: repositoryBody, upsert: Type.Optional(Type.Boolean()) }),
      response: repository,
      access: permitted({ resource: "repositories", action: "create" }, (request: { readonly repo: unknown }) => objectIn(request.repo)),
      async handle({ ctx, guard }, { repo: body, upsert = false }) {
        const wanted = readRepository(body);
        if (upsert) guard.require(permissionOf("update", wanted));
        await deps.checkRepository(ctx, build(wanted));
        const existing = findSecret(await store.fetch(ctx), wanted);
        const secret = build(wanted, existing);
        if (existing !== undefined && !upsert && !isDeepStrictEqual(existing["data"], secret["data"])) {
          throw new SillageError("invalid", `Repository "${wanted.repo}": existing repository spec is different, use upsert flag to force update`);
        }
        await store.put(ctx, secret);
        return { ...summarize(wanted), connectionState: { status: "Successful" as const, message: "" } };
      },
    }),
    defineOperation({
      name: "RepositoryService/ValidateAccess",
      route: { method: "POST", path: `${root}/:repo/validate`, body: "*" },
      request: Type.Object({ ...repositoryBody.properties }),
      response: empty,
      access: permitted({ resource: "repositories", action: "create" }, objectIn),
      async handle({ ctx }, body) {
        await deps.checkRepository(ctx, build(readRepository(body)));
        return {};
      },
    }),
  ];
}

/** Operations that change and remove repositories. */
function createOnExisting(store: SecretStore, { namespace }: RepositoryServiceOptions): readonly Operation[] {
  const access = createRepositoryAccess(() => store.list());
  return [
    defineOperation({
      name: "RepositoryService/UpdateRepository",
      route: { method: "PUT", path: `${root}/:repo`, body: "change" },
      request: Type.Object({ ...namedRepository.properties, change: repositoryChange }),
      response: repository,
      access: access("update"),
      async handle({ ctx, guard }, { repo, change }, target) {
        const wanted = readRepository({ ...change, repo });
        guard.require(permissionOf("update", wanted));
        const known = { repo, project: readSecretKey(target, "project") };
        await store.put(ctx, buildRepositorySecret(wanted, { namespace, existing: findSecret(await store.fetch(ctx), known) }));
        return summarize(wanted);
      },
    }),
    defineOperation({
      name: "RepositoryService/DeleteRepository",
      route: { method: "DELETE", path: `${root}/:repo` },
      request: namedRepository,
      response: empty,
      access: access("delete"),
      async handle({ ctx }, _request, target) {
        await store.remove(ctx, target);
        return {};
      },
    }),
  ];
}

function objectIn(body: unknown): Permission["object"] {
  return permissionOf("create", { repo: getString(body, "repo") ?? "", project: getString(body, "project") }).object;
}

/** The URL is shown to everybody. */
function readRepository(body: unknown): Repository {
  const wanted = parseRepository(body);
  if (URL.canParse(wanted.repo) && new URL(wanted.repo).password !== "") {
    throw new SillageError("invalid", "A repository URL must not carry a password: give username and password apart");
  }
  return wanted;
}

function summarize({ repo, type, name }: Repository): Repository {
  return { repo, type, ...(name === undefined ? {} : { name }) };
}
