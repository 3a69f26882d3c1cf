import { parseApplication, type Application } from "../../api/index.ts";
import { describeError } from "../../errors/index.ts";
import type { KubeObject } from "../../kube/index.ts";
import type { Log } from "../../log/index.ts";
import type { Change, Informer } from "../../runtime/index.ts";
import type { ApplicationCache, ApplicationEvent } from "./deps.ts";

const eventTypes = { added: "ADDED", modified: "MODIFIED", deleted: "DELETED" } as const satisfies Record<Change["type"], ApplicationEvent["type"]>;

/** The applications of the namespaces we serve, read from an informer that the caller runs. One that cannot be read is left out and logged once. */
export function createApplicationCache(informer: Informer, options: { isServed(namespace: string): boolean; readonly log: Log }): ApplicationCache {
  const { log } = options;
  const isServed = ({ metadata }: KubeObject): boolean => options.isServed(metadata.namespace ?? "");
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
      log.warn("Application not understood", { object: `Application/${object.metadata.namespace}/${object.metadata.name}`, error: describeError(error) });
      return [];
    }
  }

  return {
    get({ namespace, name }) {
      const object = informer.get(namespace, name);
      return object === undefined || !isServed(object) ? undefined : parse(object)[0];
    },
    list: () => informer.list().filter(isServed).flatMap(parse),
    onChange: (handler) =>
      informer.onChange((change) => {
        if (!isServed(change.object)) return;
        for (const application of parse(change.object)) handler({ type: eventTypes[change.type], application });
      }),
  };
}
