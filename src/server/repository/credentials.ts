import { isDeepStrictEqual } from "node:util";
import { Type } from "typebox";
import { parseRepositoryCredentials } from "../../api/index.ts";
import { SillageError } from "../../errors/index.ts";
import type { KubeObject } from "../../kube/index.ts";
import { defineOperation, empty, itemsOf, permitted, signedIn, type Access, type Operation } from "../operation/index.ts";
import type { RepositoryServiceOptions } from "./deps.ts";
import { findSecret, permissionOf } from "./find-repository.ts";
import { buildCredentialsSecret, describeCredentialsSecret } from "./repository-secret.ts";
import { credentials, credentialsBody, credentialsChange } from "./schemas.ts";
import type { SecretStore } from "./secret-store.ts";

const root = "/api/v1/repocreds";

/** Argo CD's RepoCredsService: credentials for all repositories whose URL begins alike. */
export function createCredentialsOperations(store: SecretStore, options: RepositoryServiceOptions): readonly Operation[] {
  return [...createListAndAdd(store, options), ...createOnExisting(store, options)];
}

function createListAndAdd(store: SecretStore, { namespace }: RepositoryServiceOptions): readonly Operation[] {
  return [
    defineOperation({
      name: "RepoCredsService/ListRepositoryCredentials",
      route: { method: "GET", path: root },
      request: Type.Object({ url: Type.Optional(Type.String()) }),
      response: itemsOf(credentials),
      access: signedIn(["repositories, get"]),
      async handle({ guard }, { url = "" }) {
        const shown = store.list().flatMap((secret) => describeCredentialsSecret(secret) ?? []);
        return { items: shown.filter((each) => (url === "" || each.url === url) && guard.isAllowed(permissionOf("get", { repo: each.url }))) };
      },
    }),
    defineOperation({
      name: "RepoCredsService/CreateRepositoryCredentials",
      route: { method: "POST", path: root, body: "creds" },
      request: Type.Object({ creds: credentialsBody, upsert: Type.Optional(Type.Boolean()) }),
      response: credentials,
      access: permitted({ resource: "repositories", action: "create" }, (request: { readonly creds: { readonly url: string } }) => request.creds.url),
      async handle({ ctx, guard }, { creds: body, upsert = false }) {
        const wanted = parseRepositoryCredentials(body);
        if (upsert) guard.require(permissionOf("update", { repo: wanted.url }));
        const existing = findSecret(await store.fetch(ctx), { repo: wanted.url });
        const secret = buildCredentialsSecret(wanted, { namespace, existing });
        if (existing !== undefined && !upsert && !isDeepStrictEqual(existing["data"], secret["data"])) {
          throw new SillageError("invalid", `Credentials for "${wanted.url}": existing repository credentials spec is different; use upsert flag to force update`);
        }
        await store.put(ctx, secret);
        return { url: wanted.url, type: wanted.type };
      },
    }),
  ];
}

function createOnExisting(store: SecretStore, { namespace }: RepositoryServiceOptions): readonly Operation[] {
  return [
    defineOperation({
      name: "RepoCredsService/UpdateRepositoryCredentials",
      route: { method: "PUT", path: `${root}/:url`, body: "change" },
      request: Type.Object({ url: Type.String(), change: credentialsChange }),
      response: credentials,
      access: ofUrl("update"),
      async handle({ ctx }, { url, change }) {
        const wanted = parseRepositoryCredentials({ ...change, url });
        await store.put(ctx, buildCredentialsSecret(wanted, { namespace, existing: requireExisting(await store.fetch(ctx), url) }));
        return { url, type: wanted.type };
      },
    }),
    defineOperation({
      name: "RepoCredsService/DeleteRepositoryCredentials",
      route: { method: "DELETE", path: `${root}/:url` },
      request: Type.Object({ url: Type.String() }),
      response: empty,
      access: ofUrl("delete"),
      async handle({ ctx }, { url }) {
        await store.remove(ctx, requireExisting(await store.fetch(ctx), url));
        return {};
      },
    }),
  ];
}

function ofUrl(action: string): Access<{ readonly url: string }, undefined> {
  return permitted({ resource: "repositories", action }, ({ url }: { readonly url: string }) => url);
}

function requireExisting(secrets: readonly KubeObject[], url: string): KubeObject {
  const found = findSecret(secrets, { repo: url });
  if (found === undefined) throw new SillageError("notFound", `repository credentials '${url}' not found`);
  return found;
}
