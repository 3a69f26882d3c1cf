import { parseApplication, type Application } from "../../api/index.ts";
import { describeError } from "../../errors/index.ts";
import { isNewer, type KubeObject } from "../../kube/index.ts";
import type { Log } from "../../log/index.ts";
import type { Change, Informer } from "../../runtime/index.ts";
import { createDeletions } from "./deletions.ts";
import type { ApplicationCache, ApplicationEvent } from "./deps.ts";
import { hideManifests } from "./hide-manifests.ts";

const eventTypes = { added: "ADDED", modified: "MODIFIED", deleted: "DELETED" } as const satisfies Record<Change["type"], ApplicationEvent["type"]>;

/** The applications of the namespaces we serve, read from an informer that the caller runs. One that cannot be read is left out and logged once. */
export function createApplicationCache(informer: Informer, options: { isServed(namespace: string): boolean; readonly log: Log }): ApplicationCache {
  const { log } = options;
  const isServed = ({ metadata }: KubeObject): boolean => options.isServed(metadata.namespace ?? "");
  const parse = createParser(log);
  const deletions = createDeletions();
  let version = "0";

  function list(): readonly Application[] {
    return informer.list().filter(isServed).flatMap(parse);
  }

  function noteVersion(resourceVersion = "0"): void {
    if (isNewer({ metadata: { resourceVersion } }, { metadata: { resourceVersion: version } })) version = resourceVersion;
  }

  function begin(): void {
    noteVersion(informer.getVersion());
    deletions.beginAt(version);
  }

  informer.synced.then(begin, () => undefined);
  informer.onChange(({ type, object }) => {
    noteVersion(object.metadata.resourceVersion);
    if (type === "deleted" && isServed(object)) for (const application of parse(object)) deletions.note(application, version);
  });

  return {
    get({ namespace, name }) {
      const object = informer.get(namespace, name);
      return object === undefined || !isServed(object) ? undefined : parse(object)[0];
    },
    list,
    getVersion: () => version,
    listSince(since) {
      const gone = deletions.listSince(since);
      const from = { metadata: { resourceVersion: since } };
      return (
        gone && [
          ...gone,
          ...list()
            .filter((application) => isNewer(application, from))
            .map((application) => ({ type: "MODIFIED" as const, application })),
        ]
      );
    },
    onChange: (handler) =>
      informer.onChange((change) => {
        if (!isServed(change.object)) return;
        for (const application of parse(change.object)) handler({ type: eventTypes[change.type], application });
      }),
  };
}

/** One application as people may see it, or none when it cannot be read; each object is read once. */
function createParser(log: Log): (object: KubeObject) => readonly Application[] {
  const parsed = new WeakMap<KubeObject, readonly Application[]>();

  function tryParse(object: KubeObject): readonly Application[] {
    try {
      return [hideManifests(parseApplication(object))];
    } catch (error) {
      log.warn("Application not understood", { object: `Application/${object.metadata.namespace}/${object.metadata.name}`, error: describeError(error) });
      return [];
    }
  }

  return function parse(object) {
    const known = parsed.get(object) ?? tryParse(object);
    parsed.set(object, known);
    return known;
  };
}
