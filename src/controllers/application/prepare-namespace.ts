import { hash } from "node:crypto";
import type { Application } from "../../api/index.ts";
import { formatKey, getStringMap, type KubeObject, type ObjectKey } from "../../kube/index.ts";
import type { Context } from "../../log/index.ts";
import { type DesiredObject, hasOption } from "../../sync/index.ts";
import type { ApplicationDeps } from "./deps.ts";

export interface NamespaceState {
  readonly key: ObjectKey;
  /** To be applied: it is missing, or does not carry the metadata it should. */
  readonly desired?: DesiredObject;
  /** On its way out: nothing can be made in it. */
  readonly isTerminating: boolean;
}

/** The destination namespace, when the application is to create it. One that exists is touched only to give it the metadata the application asks for. */
export async function prepareNamespace(
  ctx: Context,
  deps: ApplicationDeps,
  request: { readonly app: Application; readonly options: readonly string[] },
): Promise<NamespaceState | undefined> {
  const { spec } = request.app;
  const name = spec.destination.namespace ?? "";
  if (name === "" || !hasOption(request.options, "CreateNamespace=true")) return undefined;
  const resource = await deps.client.discovery.findByKind({ group: "", version: "v1", kind: "Namespace" }, { signal: ctx.signal });
  if (resource === undefined) return undefined;
  await deps.live.ensureWatched(resource, { signal: ctx.signal });
  const key: ObjectKey = { group: "", kind: "Namespace", namespace: "", name };
  const live = deps.live.get(resource, key);
  const wanted = spec.syncPolicy?.managedNamespaceMetadata;
  if (live !== undefined && (wanted === undefined || (includes(live, "labels", wanted.labels) && includes(live, "annotations", wanted.annotations)))) {
    return { key, isTerminating: live.metadata.deletionTimestamp !== undefined };
  }
  const { labels, annotations } = wanted ?? {};
  const object: KubeObject = {
    apiVersion: "v1",
    kind: "Namespace",
    metadata: { name, ...(labels === undefined ? {} : { labels }), ...(annotations === undefined ? {} : { annotations }) },
  };
  const desired: DesiredObject = { id: formatKey(key), key, object, resource, hash: hash("sha1", JSON.stringify(object)), origin: { file: "", line: 0 } };
  return { key, desired, isTerminating: live?.metadata.deletionTimestamp !== undefined };
}

function includes(live: KubeObject, field: "labels" | "annotations", wanted: Readonly<Record<string, string>> = {}): boolean {
  const actual = getStringMap(live, "metadata", field);
  return Object.entries(wanted).every(([key, value]) => actual[key] === value);
}
