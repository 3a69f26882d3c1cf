import type { Clock } from "../../async/index.ts";
import type { KubeObject } from "../../kube/index.ts";
import type { Change, Informer } from "../../runtime/index.ts";

const patienceMs = 5000;

/**
 * Waits until the cache has seen a write, so that the next reconcile does not act on the world before it (what client-go calls expectations).
 * `object` is the server's answer. Gives up silently after five seconds: the reconcile is level-triggered and only repeats itself.
 */
export function awaitEcho(informer: Informer, object: KubeObject, options: { readonly clock: Clock; readonly signal: AbortSignal }): Promise<void> {
  const { namespace = "", name = "" } = object.metadata;
  const cached = informer.get(namespace, name);
  if (cached !== undefined && isEcho(cached, object)) return Promise.resolve();
  return new Promise((resolve) => {
    const stop = informer.onChange((change) => {
      if (isSame(change, object) && (change.type === "deleted" || isEcho(change.object, object))) finish();
    });
    const cancel = options.clock.schedule(patienceMs, finish);
    options.signal.addEventListener("abort", finish, { once: true });
    function finish(): void {
      stop();
      cancel();
      options.signal.removeEventListener("abort", finish);
      resolve();
    }
  });
}

function isSame(change: Change, object: KubeObject): boolean {
  return change.object.metadata.uid === object.metadata.uid;
}

function isEcho(seen: KubeObject, written: KubeObject): boolean {
  return seen.metadata.uid === written.metadata.uid && Number(seen.metadata.resourceVersion) >= Number(written.metadata.resourceVersion);
}
