import { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { parseRepository, secretTypeLabel, type Repository } from "../../api/index.ts";
import { SillageError } from "../../errors/index.ts";
import { isSameRepo } from "../../git/index.ts";
import { getField, type ApiResource, type KubeObject } from "../../kube/index.ts";
import type { Context } from "../../log/index.ts";
import { readSecretKey } from "../../settings/index.ts";
import type { RepositoryServiceDeps } from "./deps.ts";
import { buildRepositorySecret, describeRepositorySecret } from "./repository-secret.ts";

/** Repositories as people see them: never with their credentials. */
export interface RepositoryService {
  list(ctx: Context): Promise<readonly Repository[]>;
  /** Checks that the repository can be read, then keeps it in a labelled Secret. */
  create(ctx: Context, body: unknown, upsert: boolean): Promise<Repository>;
}

export function createRepositoryService(deps: RepositoryServiceDeps, { namespace }: { readonly namespace: string }): RepositoryService {
  async function secrets(ctx: Context): Promise<ApiResource> {
    const found = await deps.kube.discovery.findByKind({ group: "", version: "v1", kind: "Secret" }, ctx);
    if (found === undefined) throw new SillageError("unavailable", "The cluster's discovery lists no Secrets");
    return found;
  }

  async function fetchSecrets(ctx: Context): Promise<readonly KubeObject[]> {
    const found = await deps.kube.fetchList(await secrets(ctx), { namespace, labelSelector: `${secretTypeLabel}=repository`, signal: ctx.signal });
    return found.items;
  }

  async function keep(ctx: Context, repository: Repository, upsert: boolean): Promise<void> {
    const existing = (await fetchSecrets(ctx)).find((secret) => isSameRepo(readSecretKey(secret, "url") ?? "", repository.repo));
    const wanted = buildRepositorySecret(repository, { namespace, name: secretNameOf(repository), existing });
    if (existing === undefined) await deps.kube.create(await secrets(ctx), wanted, ctx);
    else if (isDeepStrictEqual(getField(existing, "data"), getField(wanted, "data"))) return;
    else if (upsert) await deps.kube.update(await secrets(ctx), wanted, ctx);
    else throw new SillageError("invalid", `Repository "${repository.repo}": existing repository spec is different, use upsert flag to force update`);
  }

  return {
    async list(ctx) {
      const found = await fetchSecrets(ctx);
      return found.map(describeRepositorySecret).filter((repository) => repository !== undefined);
    },
    async create(ctx, body, upsert) {
      const repository = parseRepository(body);
      refuseCredentialsInUrl(repository.repo);
      await deps.checkRepository(ctx, repository);
      await keep(ctx, repository, upsert);
      return { repo: repository.repo, type: "git", connectionState: { status: "Successful", message: "" } };
    },
  };
}

function secretNameOf({ repo }: Repository): string {
  return `repo-${createHash("sha256").update(repo).digest("hex").slice(0, 10)}`;
}

/** The URL is shown to everybody. */
function refuseCredentialsInUrl(repo: string): void {
  if (URL.canParse(repo) && new URL(repo).password !== "") throw new SillageError("invalid", "A repository URL must not carry a password: give username and password apart");
}
