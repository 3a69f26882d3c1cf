import type { ApplicationStatus } from "../../api/index.ts";
import type { Context } from "../../log/index.ts";
import type { ApplicationDeps } from "./deps.ts";

/** Watches the kinds the last status named, so that what is no longer wanted is seen even when nothing of its kind is. Kinds that are gone do not matter. */
export async function watchRecordedKinds(ctx: Context, deps: ApplicationDeps, { resources = [] }: ApplicationStatus): Promise<void> {
  const kinds = new Map(resources.map(({ group = "", version, kind }) => [`${group}/${version}/${kind}`, { group, version, kind }]));
  for (const gvk of kinds.values()) {
    const resource = await deps.client.discovery.findByKind(gvk, { signal: ctx.signal });
    if (resource !== undefined) await deps.live.ensureWatched(resource, { signal: ctx.signal });
  }
}
