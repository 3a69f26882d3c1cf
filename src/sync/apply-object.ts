import { fieldManager } from "../api/index.ts";
import { migrateOwnership } from "../diff/index.ts";
import { SillageError } from "../errors/index.ts";
import type { ApiResource, KubeClient, KubeObject, ManagedFieldsEntry, ObjectRef } from "../kube/index.ts";
import type { Context } from "../log/index.ts";

/** Whose fields are ours: what these tools set on an object is taken over when we first apply it. */
export const owners = { manager: fieldManager, predecessors: ["argocd-controller", "kubectl-client-side-apply"] };

export interface ApplyTarget {
  readonly resource: ApiResource;
  readonly desired: KubeObject;
  readonly live: KubeObject | undefined;
  readonly dryRun: boolean;
  readonly skipsValidation: boolean;
}

/** Server-side apply, taking all declared fields. On first contact the fields of predecessors become ours, so that what is no longer declared goes. */
export async function applyObject(ctx: Context, client: Pick<KubeClient, "apply" | "fetchObject" | "patch">, target: ApplyTarget): Promise<KubeObject> {
  const { resource, desired, live, dryRun, skipsValidation } = target;
  if (live !== undefined && !dryRun) await takeOwnership(ctx, client, { resource, live });
  return client.apply(resource, desired, { signal: ctx.signal, fieldManager, force: true, dryRun, fieldValidation: skipsValidation ? "Ignore" : "Strict" });
}

/** A plain create or update, for what asks for `Replace`. */
export async function replaceObject(ctx: Context, client: Pick<KubeClient, "create" | "update">, target: ApplyTarget): Promise<KubeObject> {
  const { resource, desired, live, dryRun } = target;
  const options = { signal: ctx.signal, fieldManager, dryRun } as const;
  const resourceVersion = live?.metadata.resourceVersion;
  if (resourceVersion === undefined) return client.create(resource, desired, options);
  return client.update(resource, { ...desired, metadata: { ...desired.metadata, resourceVersion } }, options);
}

/** The cached object may lack the entries of other managers, so the whole is read first. */
async function takeOwnership(
  ctx: Context,
  client: Pick<KubeClient, "fetchObject" | "patch">,
  { resource, live }: { readonly resource: ApiResource; readonly live: KubeObject },
): Promise<void> {
  if (migrateOwnership(live, owners) === undefined) return;
  const whole = await client.fetchObject(resource, refOf(live), { signal: ctx.signal });
  const managedFields = whole && migrateOwnership(whole, owners);
  if (whole === undefined || managedFields === undefined) return;
  const patch = [
    { op: "replace", path: "/metadata/managedFields", value: managedFields.map(toJson) },
    { op: "replace", path: "/metadata/resourceVersion", value: whole.metadata.resourceVersion ?? "" },
  ];
  await client.patch(resource, refOf(live), patch, { signal: ctx.signal, type: "json", fieldManager });
}

export function refOf({ metadata }: KubeObject): ObjectRef {
  const { namespace, name } = metadata;
  if (name === undefined) throw new SillageError("internal", "A live object has no name");
  return { name, ...(namespace === undefined ? {} : { namespace }) };
}

function toJson(entry: ManagedFieldsEntry) {
  const { manager, operation, apiVersion, fieldsType, fieldsV1, time, subresource } = entry;
  return { manager, operation, apiVersion, fieldsType, fieldsV1, ...(time === undefined ? {} : { time }), ...(subresource === undefined ? {} : { subresource }) };
}
