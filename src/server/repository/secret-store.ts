import { isDeepStrictEqual } from "node:util";
import { secretTypeLabel } from "../../api/index.ts";
import { SillageError } from "../../errors/index.ts";
import { getField, type ApiResource, type KubeObject } from "../../kube/index.ts";
import type { Context } from "../../log/index.ts";
import { waitUntilSeen } from "../operation/index.ts";
import type { RepositoryServiceDeps, RepositoryServiceOptions } from "./deps.ts";
import { managedByAnnotation, managedByUs } from "./repository-secret.ts";

export type SecretType = "repository" | "repo-creds";

/** The labelled Secrets of one type. Once a write is back, the settings have it. */
export interface SecretStore {
  list(): readonly KubeObject[];
  /** The newest ones, to write on top of. */
  fetch(ctx: Context): Promise<readonly KubeObject[]>;
  /** Writes nothing when the values are there already. */
  put(ctx: Context, wanted: KubeObject): Promise<void>;
  /** Deletes what we have made; of what somebody else has, only the label goes, as with Argo CD. */
  remove(ctx: Context, secret: KubeObject): Promise<void>;
}

export function createSecretStore(
  { kube, settings }: Pick<RepositoryServiceDeps, "kube" | "settings">,
  options: RepositoryServiceOptions & { readonly type: SecretType },
): SecretStore {
  const { namespace, type } = options;

  async function secrets(ctx: Context): Promise<ApiResource> {
    const found = await kube.discovery.findByKind({ group: "", version: "v1", kind: "Secret" }, ctx);
    if (found === undefined) throw new SillageError("unavailable", "The cluster's discovery lists no Secrets");
    return found;
  }

  function waitFor(ctx: Context, name: string | undefined, written: KubeObject | undefined): Promise<void> {
    const getObject = (): KubeObject | undefined => settings.listSecrets(type).find(({ metadata }) => metadata.name === name);
    return waitUntilSeen(written, { getObject, onChange: (handler) => settings.onChange(handler), signal: ctx.signal });
  }

  return {
    list: () => settings.listSecrets(type),
    async fetch(ctx) {
      const { items } = await kube.fetchList(await secrets(ctx), { namespace, labelSelector: `${secretTypeLabel}=${type}`, signal: ctx.signal });
      return items;
    },
    async put(ctx, wanted) {
      const { metadata } = wanted;
      const resource = await secrets(ctx);
      const existing = metadata.resourceVersion === undefined ? undefined : await kube.fetchObject(resource, { namespace, name: metadata.name ?? "" }, ctx);
      if (existing !== undefined && isDeepStrictEqual(getField(existing, "data"), getField(wanted, "data"))) return;
      await waitFor(ctx, metadata.name, await (metadata.resourceVersion === undefined ? kube.create(resource, wanted, ctx) : kube.update(resource, wanted, ctx)));
    },
    async remove(ctx, secret) {
      const { name = "", annotations } = secret.metadata;
      const resource = await secrets(ctx);
      if (annotations?.[managedByAnnotation] === managedByUs) await kube.delete(resource, { namespace, name }, ctx);
      else await kube.patch(resource, { namespace, name }, { metadata: { labels: { [secretTypeLabel]: null } } }, { type: "merge", signal: ctx.signal });
      await waitFor(ctx, name, undefined);
    },
  };
}
