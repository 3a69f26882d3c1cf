import { isSillageError, SillageError } from "../errors/index.ts";
import { describeObject, gvkOf, type ApiResource, type KubeClient, type KubeObject } from "../kube/index.ts";
import type { Context } from "../log/index.ts";
import type { ImportStep } from "./plan-import.ts";

export interface ApplyOptions {
  /** Write over what somebody else has changed since the plan was made. */
  readonly overrideOnConflict: boolean;
  /** Called when a step is done. */
  onDone(step: ImportStep): void;
}

const maxAttempts = 5;

/**
 * Does what the plan says, in its order. Kinds that the cluster lacks are refused before anything is written; a failure in between leaves what has been done,
 * and another import goes on from there.
 */
export async function applyImport(ctx: Context, client: KubeClient, plan: readonly ImportStep[], options: ApplyOptions): Promise<void> {
  const writes = plan.filter(({ kind }) => kind === "create" || kind === "update" || kind === "prune");
  const resources = new Map<string, ApiResource>();
  for (const { object } of writes) if (!resources.has(object.kind)) resources.set(object.kind, await findResource(ctx, client, object));
  for (const step of plan) {
    const resource = resources.get(step.object.kind);
    if (resource !== undefined) await applyStep(ctx, { client, resource, overrideOnConflict: options.overrideOnConflict }, step);
    options.onDone(step);
  }
}

interface Target {
  readonly client: KubeClient;
  readonly resource: ApiResource;
  readonly overrideOnConflict: boolean;
}

async function applyStep(ctx: Context, target: Target, step: ImportStep): Promise<void> {
  switch (step.kind) {
    case "create":
      await target.client.create(target.resource, step.object, ctx);
      return;
    case "update":
      await update(ctx, target, step.object);
      return;
    case "prune":
      await prune(ctx, target, step.object);
      return;
    case "unchanged":
    case "needsPruning":
    case "skip":
  }
}

async function update(ctx: Context, { client, resource, overrideOnConflict }: Target, object: KubeObject): Promise<void> {
  let wanted = object;
  for (let attempt = 1; ; attempt += 1) {
    try {
      await client.update(resource, wanted, ctx);
      return;
    } catch (error) {
      if (!isSillageError(error, "conflict")) throw error;
      if (!overrideOnConflict || attempt === maxAttempts) {
        throw new SillageError("conflict", `${describeObject(object)} was changed in the meantime: import again, or with --override-on-conflict`, { cause: error });
      }
      const { resourceVersion = "" } = (await client.fetchObject(resource, refOf(object), ctx))?.metadata ?? {};
      wanted = { ...object, metadata: { ...object.metadata, resourceVersion } };
    }
  }
}

/** Without finalizers first: what an application manages stays where it is. */
async function prune(ctx: Context, { client, resource }: Target, object: KubeObject): Promise<void> {
  const { finalizers = [] } = object.metadata;
  try {
    if (finalizers.length > 0) await client.patch(resource, refOf(object), { metadata: { finalizers: null } }, { type: "merge", signal: ctx.signal });
    await client.delete(resource, refOf(object), ctx);
  } catch (error) {
    if (!isSillageError(error, "notFound")) throw error;
  }
}

function refOf({ metadata }: KubeObject): { readonly namespace: string; readonly name: string } {
  return { namespace: metadata.namespace ?? "", name: metadata.name ?? "" };
}

async function findResource({ signal }: Context, client: KubeClient, object: KubeObject): Promise<ApiResource> {
  const found = await client.discovery.findByKind(gvkOf(object), { signal });
  if (found === undefined) throw new SillageError("invalid", `The cluster knows no ${object.kind}: apply its definition first, or leave these objects out`);
  return found;
}
