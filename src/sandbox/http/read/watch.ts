import { type Change, type StoredObject, serializeObject } from "../../store/index.ts";
import type { KubeObject } from "../../../kube/index.ts";
import type { ApiResponse } from "../api-request.ts";
import type { Call } from "../call.ts";
import { expired, formatStatus } from "../status-error.ts";
import { FrameStream } from "./frame-stream.ts";
import { type ListOptions, checkReached, parseListOptions } from "./list-options.ts";
import { negotiate } from "./negotiate.ts";
import type { Renderable, Rendering } from "./rendering.ts";
import { renderingOf } from "./respond.ts";
import { parseSelection } from "./selection.ts";

const maxPendingCharacters = 64 * 1024 * 1024;
const bookmarkIntervalMs = 60_000;
const minTimeoutSeconds = 1800;

/** The events of the selected objects from the asked revision on, one JSON line each, until the timeout, the caller's end or compaction. */
export function watchObjects(call: Call): ApiResponse {
  const options = parseListOptions(call.query, true);
  const { shape } = negotiate(call.request.headers["accept"]);
  const matches = parseSelection(call.resource, { ...options, namespace: call.namespace, name: call.name }) ?? (() => true);
  if (options.revision !== undefined) checkReached(options.revision, call.cluster.store.revision);
  const watcher = { call, options, matches, rendering: renderingOf(call, shape) };
  return { status: 200, headers: { "content-type": "application/json", "cache-control": "no-cache, private" }, body: startWatch(watcher) };
}

interface Watcher {
  readonly call: Call;
  readonly options: ListOptions;
  readonly matches: (object: KubeObject) => boolean;
  readonly rendering: Rendering;
}

function startWatch(watcher: Watcher): FrameStream {
  const { call, rendering } = watcher;
  const { store } = call.cluster;
  const undo: (() => void)[] = [];
  const stream = new FrameStream({ maxPending: maxPendingCharacters, onClose: () => undo.forEach((stop) => stop()) });
  const backlog = readBacklog(watcher);
  if (backlog === undefined) {
    const status = formatStatus(expired(`too old resource version: ${watcher.options.revision} (${store.revision})`)).body;
    stream.push(frame("ERROR", JSON.stringify(status)));
    stream.close();
    return stream;
  }
  for (const line of backlog) stream.push(line);
  undo.push(store.subscribe(call.resource.storeName, (change) => renderChange(watcher, change, (line) => stream.push(line))));
  undo.push(...scheduleEnd(watcher, stream));
  if (watcher.options.bookmarks) undo.push(repeat(call, () => stream.push(bookmark(rendering, store.revision))));
  return stream;
}

/** The frames before the live ones; `undefined` when the asked revision is compacted. */
function readBacklog(watcher: Watcher): readonly string[] | undefined {
  const { call, options, rendering } = watcher;
  const { store } = call.cluster;
  if (options.sendInitialEvents === true) {
    return [...initialFrames(watcher), ...(options.bookmarks ? [bookmark(rendering, store.revision, { "k8s.io/initial-events-end": "true" })] : [])];
  }
  if (options.sendInitialEvents === undefined && (options.revision ?? 0) === 0) return initialFrames(watcher);
  const changes = store.changesSince(call.resource.storeName, options.revision ?? store.revision);
  const lines: string[] = [];
  changes?.forEach((change) => renderChange(watcher, change, (line) => lines.push(line)));
  return changes === undefined ? undefined : lines;
}

function initialFrames(watcher: Watcher): readonly string[] {
  const { call, matches, rendering } = watcher;
  const stored = call.cluster.store.list(call.resource.storeName, call.namespace === "" ? {} : { namespace: call.namespace }) ?? [];
  return stored.filter((item) => matches(item.object)).map((item) => frame("ADDED", rendering.object(item)));
}

/** An object that enters the selection is ADDED, one that leaves it is DELETED: the old object at the new revision. */
function renderChange(watcher: Watcher, change: Change, emit: (line: string) => void): void {
  const { call, matches, rendering } = watcher;
  if (call.namespace !== "" && change.current.namespace !== call.namespace) return;
  const before = change.type !== "added" && matches(change.previous.object);
  const after = change.type !== "deleted" && matches(change.current.object);
  if (after) emit(frame(before ? "MODIFIED" : "ADDED", rendering.object(change.current)));
  else if (before) emit(frame("DELETED", rendering.object(change.type === "deleted" ? change.current : moved(change.previous, change.revision))));
}

function moved(previous: StoredObject, revision: number): Renderable {
  return serializeObject(previous.object, revision);
}

function frame(type: string, object: string): string {
  return `{"type":"${type}","object":${object}}\n`;
}

function bookmark(rendering: Rendering, revision: number, annotations?: Readonly<Record<string, string>>): string {
  const meta = { creationTimestamp: null, resourceVersion: String(revision), ...(annotations === undefined ? {} : { annotations }) };
  return frame("BOOKMARK", rendering.bookmark(meta));
}

/** Ends the watch at its timeout, with a last bookmark, and when the caller goes away. */
function scheduleEnd(watcher: Watcher, stream: FrameStream): readonly (() => void)[] {
  const { call, options, rendering } = watcher;
  const { clock, store, random } = call.cluster;
  const seconds = options.timeoutSeconds ?? minTimeoutSeconds * (1 + random());
  function end(): void {
    if (options.bookmarks) stream.push(bookmark(rendering, store.revision));
    stream.close();
  }
  const signal = AbortSignal.any([call.request.signal, call.cluster.signal]);
  const close = (): void => stream.close();
  signal.addEventListener("abort", close, { once: true });
  if (signal.aborted) queueMicrotask(close);
  return [clock.schedule(seconds * 1000, end), () => signal.removeEventListener("abort", close)];
}

function repeat(call: Call, action: () => void): () => void {
  let cancel = call.cluster.clock.schedule(bookmarkIntervalMs, tick);
  function tick(): void {
    action();
    cancel = call.cluster.clock.schedule(bookmarkIntervalMs, tick);
  }
  return () => cancel();
}
