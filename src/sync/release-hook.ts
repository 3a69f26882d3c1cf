import { fieldManager, finalizers } from "../api/index.ts";
import { isSillageError } from "../errors/index.ts";
import type { ApiResource, KubeClient, KubeObject } from "../kube/index.ts";
import type { Context } from "../log/index.ts";
import { refOf } from "./apply-object.ts";

/** Takes our finalizer off a hook, which held it until its end was seen. A hook that changed or went meanwhile is left to the next look. */
export async function releaseHook(ctx: Context, client: Pick<KubeClient, "patch">, hook: { readonly resource: ApiResource; readonly live: KubeObject }): Promise<void> {
  const { resource, live } = hook;
  const held = live.metadata.finalizers ?? [];
  if (!held.includes(finalizers.hook)) return;
  const metadata = { finalizers: held.filter((finalizer) => finalizer !== finalizers.hook), resourceVersion: live.metadata.resourceVersion ?? "" };
  try {
    await client.patch(resource, refOf(live), { metadata }, { signal: ctx.signal, type: "merge", fieldManager });
  } catch (error) {
    if (!isSillageError(error, "conflict") && !isSillageError(error, "notFound")) throw error;
  }
}
