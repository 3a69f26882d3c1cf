import type { Clock } from "../async/index.ts";
import { SillageError } from "../errors/index.ts";
import type { ApiCaller } from "./api-caller.ts";
import type { ApiResource, WatchEvent, WatchOptions } from "./client.ts";
import { describeTarget } from "./describe-target.ts";
import { readLines } from "./read-lines.ts";
import { resourcePath } from "./resource-path.ts";
import { parseWatchEvent } from "./watch-events.ts";

const metadataObject = "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json";
const defaultSeconds = 300;
/** How much longer than asked a watch may take before its connection counts as dead. */
const graceMs = 30_000;

export interface WatchDeps {
  readonly api: ApiCaller;
  readonly clock: Clock;
}

/** One watch request with a deadline of its own, so that a half-open connection cannot keep a watcher waiting for ever. */
export async function* watchResource(deps: WatchDeps, resource: ApiResource, options: WatchOptions): AsyncGenerator<WatchEvent> {
  const { namespace, labelSelector, fieldSelector, resourceVersion, timeoutSeconds = defaultSeconds } = options;
  const action = `watch ${describeTarget(resource, options)}`;
  const query = { watch: true, allowWatchBookmarks: true, timeoutSeconds, resourceVersion, labelSelector, fieldSelector };
  const path = resourcePath(resource, { namespace }, query);
  const lifetime = new AbortController();
  const expired = new SillageError("unavailable", `Cannot ${action}: the server did not end the watch in time`);
  const cancelDeadline = deps.clock.schedule(timeoutSeconds * 1000 + graceMs, () => lifetime.abort(expired));
  try {
    const signal = AbortSignal.any([options.signal, lifetime.signal]);
    const response = await deps.api.open({ method: "GET", path, action, ...(options.metadataOnly === true ? { accept: metadataObject } : {}), streaming: true, signal });
    for await (const line of readLines(response.body)) if (line !== "") yield parseWatchEvent(resource, line, action);
  } finally {
    cancelDeadline();
    lifetime.abort();
  }
}
