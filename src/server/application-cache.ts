import { parseApplication, type Application } from "../api/index.ts";
import { describeError } from "../errors/index.ts";
import type { KubeObject } from "../kube/index.ts";
import type { Log } from "../log/index.ts";
import type { Change, Informer } from "../runtime/index.ts";
import type { ApplicationCache, ApplicationEvent } from "./deps.ts";

const eventTypes = { added: "ADDED", modified: "MODIFIED", deleted: "DELETED" } as const satisfies Record<Change["type"], ApplicationEvent["type"]>;

/** The applications of one namespace, read from an informer that the caller runs. One that cannot be read is left out and logged once. */
export function createApplicationCache(informer: Informer, options: { readonly namespace: string; readonly log: Log }): ApplicationCache {
  const { namespace, log } = options;
  const parsed = new WeakMap<KubeObject, readonly Application[]>();

  /** One application, or none when it cannot be read. */
  function parse(object: KubeObject): readonly Application[] {
    const known = parsed.get(object) ?? tryParse(object);
    parsed.set(object, known);
    return known;
  }

  function tryParse(object: KubeObject): readonly Application[] {
    try {
      return [parseApplication(object)];
    } catch (error) {
      log.warn("Application not understood", { object: `Application/${namespace}/${object.metadata.name}`, error: describeError(error) });
      return [];
    }
  }

  return {
    get(name) {
      const object = informer.get(namespace, name);
      return object === undefined ? undefined : parse(object)[0];
    },
    list: () => informer.list(namespace).flatMap(parse),
    onChange: (handler) =>
      informer.onChange((change) => {
        if (change.object.metadata.namespace !== namespace) return;
        for (const application of parse(change.object)) handler({ type: eventTypes[change.type], application });
      }),
  };
}
