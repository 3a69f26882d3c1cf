import { apiGroup } from "../api/index.ts";
import { sleep, type Clock } from "../async/index.ts";
import { SillageError } from "../errors/index.ts";
import { gvkOf, type ApiResource, type KubeClient, type KubeObject } from "../kube/index.ts";
import type { Context } from "../log/index.ts";
import { readDefinitions } from "./definitions.ts";

interface DefinitionDeps {
  readonly client: KubeClient;
  readonly clock: Clock;
}

export interface OwnResources {
  readonly applications: ApiResource;
  readonly projects: ApiResource;
}

const fieldManager = "sillage-install";
const waitMs = 10_000;

/** Finds our kinds on the cluster; with `install` applies their definitions and the namespace first. Throws `invalid` with the way out when they are not there. */
export async function ensureDefinitions(ctx: Context, deps: DefinitionDeps, options: { readonly install: boolean; readonly namespace: string }): Promise<OwnResources> {
  if (options.install) {
    const namespace = { apiVersion: "v1", kind: "Namespace", metadata: { name: options.namespace } };
    for (const object of [...(await readDefinitions()), namespace]) await apply(ctx, deps.client, object);
  }
  const deadlineMs = deps.clock.now() + (options.install ? waitMs : 0);
  return { applications: await find(ctx, deps, { kind: "Application", deadlineMs }), projects: await find(ctx, deps, { kind: "AppProject", deadlineMs }) };
}

async function apply({ signal }: Context, client: KubeClient, object: KubeObject): Promise<void> {
  const resource = await client.discovery.findByKind(gvkOf(object), { signal });
  if (resource === undefined) throw new SillageError("unavailable", `The cluster does not serve ${object.apiVersion} ${object.kind}`);
  await client.apply(resource, object, { fieldManager, force: true, signal });
}

/** A definition just applied is served a moment later. */
async function find({ signal }: Context, { client, clock }: DefinitionDeps, wanted: { readonly kind: string; readonly deadlineMs: number }): Promise<ApiResource> {
  for (;;) {
    const found = await client.discovery.findByKind({ group: apiGroup, version: "v1alpha1", kind: wanted.kind }, { signal });
    if (found !== undefined) return found;
    if (clock.now() >= wanted.deadlineMs) throw new SillageError("invalid", `The cluster has no ${wanted.kind} kind: apply deploy/crds, or start once with --install-crds`);
    await sleep(100, { clock, signal });
    client.discovery.invalidate();
  }
}
