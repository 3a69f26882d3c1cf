import { annotations, type Application, type ApplicationStatus, fieldManager, type Operation, parseApplicationStatus } from "../../api/index.ts";
import { isSameJson } from "../../diff/index.ts";
import { isSillageError } from "../../errors/index.ts";
import { getStringMap, isRecord, type JsonObject, type KubeObject } from "../../kube/index.ts";
import type { Context } from "../../log/index.ts";
import type { ApplicationDeps } from "./deps.ts";
import { computeMergePatch } from "./merge-patch.ts";

export interface StatusWrite {
  readonly app: Application;
  readonly status: ApplicationStatus;
  /** A request that has been carried out and is taken away, unless it was replaced meanwhile. */
  readonly doneOperation?: Operation;
  /** The value of a refresh annotation that was obeyed. */
  readonly doneRefresh?: string;
}

const tries = 3;
const lastWriteMs = 5_000;

/**
 * One merge patch with what changed; nothing when nothing did. A wish is taken away only as long as it is the one that was fulfilled, so the write is then bound
 * to the version we looked at. A stopping process still says what it did.
 */
export async function writeStatus(ctx: Context, deps: ApplicationDeps, write: StatusWrite): Promise<void> {
  const signal = ctx.signal.aborted ? AbortSignal.timeout(lastWriteMs) : ctx.signal;
  const { namespace = "", name = "" } = write.app.metadata;
  const key = { group: deps.applicationResource.group, kind: "Application", namespace, name };
  let current = deps.live.get(deps.applicationResource, key);
  for (let attempt = 1; current !== undefined; attempt++) {
    const body = computeBody(current, write);
    if (body === undefined) return;
    try {
      const written = await deps.client.patch(deps.applicationResource, { namespace, name }, body, { signal, type: "merge", fieldManager });
      deps.live.noteWritten(deps.applicationResource, written);
      ctx.log.info("Status written", { sync: write.status.sync?.status, health: write.status.health?.status, phase: write.status.operationState?.phase });
      deps.observer.reported({ ...write.app, metadata: current.metadata, status: parseApplicationStatus(current["status"]) }, write.status);
      return;
    } catch (error) {
      if (isSillageError(error, "notFound")) return;
      if (!isSillageError(error, "conflict") || attempt >= tries) throw error;
      current = await deps.client.fetchObject(deps.applicationResource, { namespace, name }, { signal });
    }
  }
}

function computeBody(current: KubeObject, { status, doneOperation, doneRefresh }: StatusWrite): JsonObject | undefined {
  const change = computeMergePatch(current["status"] ?? {}, status);
  const endsOperation = doneOperation !== undefined && isSameJson(current["operation"], doneOperation);
  const endsRefresh = doneRefresh !== undefined && getStringMap(current, "metadata", "annotations")[annotations.refresh] === doneRefresh;
  if (change === undefined && !endsOperation && !endsRefresh) return undefined;
  const isBound = endsOperation || endsRefresh;
  const metadata = {
    ...(endsRefresh ? { annotations: { [annotations.refresh]: null } } : {}),
    ...(isBound ? { resourceVersion: current.metadata.resourceVersion ?? "" } : {}),
  };
  return { ...(isBound ? { metadata } : {}), ...(endsOperation ? { operation: null } : {}), ...(isJson(change) ? { status: change } : {}) };
}

/** A patch made of two JSON values is JSON. */
function isJson(value: unknown): value is JsonObject {
  return isRecord(value);
}
