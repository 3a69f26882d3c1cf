import { Type } from "typebox";
import type { Repository } from "../../api/index.ts";
import { mapLimit } from "../../async/index.ts";
import { SillageError } from "../../errors/index.ts";
import type { KubeObject } from "../../kube/index.ts";
import type { Context } from "../../log/index.ts";
import { defineOperation, itemsOf, signedIn, type Operation } from "../operation/index.ts";
import { createConnectionStates } from "./connection-states.ts";
import type { RepositoryServiceDeps } from "./deps.ts";
import { createRepositoryAccess, permissionOf } from "./find-repository.ts";
import { describeRepositorySecret } from "./repository-secret.ts";
import { namedRepository, refs, repository } from "./schemas.ts";
import type { SecretStore } from "./secret-store.ts";

const root = "/api/v1/repositories";
/** How many remotes are asked at once. */
const limit = 8;

/** Operations that show repositories. */
export function createRepositoryReads(deps: RepositoryServiceDeps, store: SecretStore): readonly Operation[] {
  const access = createRepositoryAccess(() => store.list());
  const states = createConnectionStates(deps);
  const describe = (secret: KubeObject): Repository | undefined => describeRepositorySecret(secret, deps.settings.listSecrets("repo-creds"));

  async function show(ctx: Context, { secret, isFresh }: { readonly secret: KubeObject; readonly isFresh: boolean }): Promise<readonly Repository[]> {
    const shown = describe(secret);
    return shown === undefined ? [] : [{ ...shown, connectionState: await states.fetch(ctx, secret, { isFresh }) }];
  }

  return [
    defineOperation({
      name: "RepositoryService/ListRepositories",
      route: { method: "GET", path: root },
      request: Type.Object({ forceRefresh: Type.Optional(Type.Boolean()) }),
      response: itemsOf(repository),
      access: signedIn(["repositories, get"]),
      async handle({ ctx, guard }, { forceRefresh: isFresh = false }) {
        const visible = store.list().filter((secret) => {
          const shown = describe(secret);
          return shown !== undefined && guard.isAllowed(permissionOf("get", shown));
        });
        return { items: (await mapLimit(visible, { limit, signal: ctx.signal }, (secret) => show(ctx, { secret, isFresh }))).flat() };
      },
    }),
    defineOperation({
      name: "RepositoryService/Get",
      route: { method: "GET", path: `${root}/:repo` },
      request: Type.Object({ ...namedRepository.properties, forceRefresh: Type.Optional(Type.Boolean()) }),
      response: repository,
      access: access("get"),
      async handle({ ctx }, { repo, forceRefresh: isFresh = false }, secret) {
        const [shown] = await show(ctx, { secret, isFresh });
        if (shown === undefined) throw new SillageError("notFound", `repo '${repo}' is no Git repository`);
        return shown;
      },
    }),
    defineOperation({
      name: "RepositoryService/ListRefs",
      route: { method: "GET", path: `${root}/:repo/refs` },
      request: namedRepository,
      response: refs,
      access: access("get"),
      handle: ({ ctx }, _request, secret) => deps.fetchRefs(ctx, secret),
    }),
  ];
}
