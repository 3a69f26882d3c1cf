import { type Application, fieldManager } from "../../api/index.ts";
import { isSillageError } from "../../errors/index.ts";
import type { Context } from "../../log/index.ts";
import { type DesiredObject, planHookFinalizers } from "../../sync/index.ts";
import type { ApplicationDeps } from "./deps.ts";

/** Keeps an Application whose manifests have hooks for its deletion from vanishing without them. One that has changed meanwhile is left to the next look. */
export async function ensureHookFinalizers(
  ctx: Context,
  { client, live, applicationResource }: ApplicationDeps,
  { app, hooks }: { readonly app: Application; readonly hooks: readonly DesiredObject[] },
): Promise<void> {
  const { namespace = "", name = "", finalizers = [], resourceVersion = "" } = app.metadata;
  const wanted = planHookFinalizers(finalizers, hooks);
  if (wanted === undefined) return;
  try {
    const written = await client.patch(
      applicationResource,
      { namespace, name },
      { metadata: { finalizers: wanted, resourceVersion } },
      { signal: ctx.signal, type: "merge", fieldManager },
    );
    live.noteWritten(applicationResource, written);
  } catch (error) {
    if (!isSillageError(error, "conflict") && !isSillageError(error, "notFound")) throw error;
  }
}
