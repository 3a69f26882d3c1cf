import { createHash } from "node:crypto";
import { parseRepository, secretTypeLabel, type Repository } from "../api/index.ts";
import { SillageError } from "../errors/index.ts";
import { getString, type ApiResource, type KubeObject } from "../kube/index.ts";
import type { Context } from "../log/index.ts";
import type { ServerDeps } from "./deps.ts";

/** Repositories as people see them: never with their credentials. */
export interface RepositoryService {
  list(ctx: Context): Promise<readonly Repository[]>;
  /** Checks that the repository can be read, then keeps it in a labelled Secret. */
  create(ctx: Context, body: unknown, upsert: boolean): Promise<Repository>;
}

export function createRepositoryService(deps: ServerDeps, options: { readonly namespace: string }): RepositoryService {
  const { namespace } = options;

  async function secrets(ctx: Context): Promise<ApiResource> {
    const found = await deps.kube.discovery.findByKind({ group: "", version: "v1", kind: "Secret" }, ctx);
    if (found === undefined) throw new SillageError("unavailable", "The cluster's discovery lists no Secrets");
    return found;
  }

  return {
    async list(ctx) {
      const found = await deps.kube.fetchList(await secrets(ctx), { namespace, labelSelector: `${secretTypeLabel}=repository`, signal: ctx.signal });
      return found.items.map(describeSecret).filter((repository) => repository !== undefined);
    },
    async create(ctx, body, upsert) {
      const repository = parseRepository(body);
      await deps.checkRepository(ctx, repository);
      const resource = await secrets(ctx);
      const name = `repo-${createHash("sha256").update(repository.repo).digest("hex").slice(0, 10)}`;
      const existing = await deps.kube.fetchObject(resource, { namespace, name }, ctx);
      if (existing !== undefined && !upsert) throw new SillageError("conflict", `Repository "${repository.repo}" exists already, use upsert flag to force update`);
      await deps.kube.apply(resource, secretOf(repository, { namespace, name }), { fieldManager: "sillage-server", force: true, signal: ctx.signal });
      return { repo: repository.repo, type: "git", connectionState: { status: "Successful", message: "" } };
    },
  };
}

function secretOf(repository: Repository, metadata: { readonly namespace: string; readonly name: string }): KubeObject {
  const { repo, connectionState: _state, insecure, ...rest } = repository;
  return {
    apiVersion: "v1",
    kind: "Secret",
    metadata: { ...metadata, labels: { [secretTypeLabel]: "repository" }, annotations: { "managed-by": "argocd.argoproj.io" } },
    stringData: { url: repo, ...rest, ...(insecure === true ? { insecure: "true" } : {}) },
  };
}

function describeSecret(secret: KubeObject): Repository | undefined {
  const read = (key: string): string | undefined => {
    const encoded = getString(secret, "data", key);
    return encoded === undefined ? undefined : Buffer.from(encoded, "base64").toString("utf8");
  };
  const repo = read("url");
  if (repo === undefined) return undefined;
  const name = read("name");
  const project = read("project");
  return { repo, type: "git", ...(name === undefined ? {} : { name }), ...(project === undefined ? {} : { project }) };
}
