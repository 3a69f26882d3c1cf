import { randomBytes } from "node:crypto";
import { fieldManager } from "../../api/index.ts";
import { describeError, isSillageError } from "../../errors/index.ts";
import type { JsonObject, KubeObject } from "../../kube/index.ts";
import type { Context } from "../../log/index.ts";
import { buildEvent } from "./build-event.ts";
import { computeStatus, isNewOutcome, type StatusInput } from "./compute-status.ts";
import type { SealedSecretDeps } from "./deps.ts";

const lastWriteMs = 5_000;

/** Says in status and event what came of it, if that is news. A stopping process still says what it did. */
export async function report(ctx: Context, deps: SealedSecretDeps, { object, ...seen }: StatusInput & { readonly object: KubeObject }): Promise<void> {
  const { outcome, now } = seen;
  const status = computeStatus(object, seen);
  const isWritten = outcome.kind === "unsealed" && outcome.isWritten;
  if (status === undefined && !isWritten) return;
  const signal = ctx.signal.aborted ? AbortSignal.timeout(lastWriteMs) : ctx.signal;
  if (status !== undefined && !(await writeStatus({ ...ctx, signal }, deps, { object, status }))) return;
  if (!isWritten && !isNewOutcome(object, seen)) return;
  await record({ ...ctx, signal }, deps, buildEvent(object, { outcome, now, suffix: randomBytes(8).toString("hex") }));
}

/** Bound to the version we looked at. False when the object is gone. */
async function writeStatus({ signal }: Context, deps: SealedSecretDeps, { object, status }: { readonly object: KubeObject; readonly status: JsonObject }): Promise<boolean> {
  const { namespace = "", name = "", resourceVersion = "" } = object.metadata;
  const options = { signal, type: "merge", fieldManager, subresource: "status" } as const;
  try {
    deps.sealedSecrets.noteWritten(await deps.client.patch(deps.sealedSecretResource, { namespace, name }, { metadata: { resourceVersion }, status }, options));
    return true;
  } catch (error) {
    if (!isSillageError(error, "notFound")) throw error;
    return false;
  }
}

/** An event that cannot be written is no reason to do anything again. */
async function record({ signal, log }: Context, deps: SealedSecretDeps, event: KubeObject): Promise<void> {
  try {
    await deps.client.create(deps.eventResource, event, { signal, fieldManager });
  } catch (error) {
    log.debug("Event not written", { error: describeError(error) });
  }
}
