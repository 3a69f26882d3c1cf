import { SillageError } from "../errors/index.ts";
import { getBoolean, getString, isKubeObject, isRecord } from "../kube/index.ts";
import type { Application } from "./application.ts";
import { parseApplication } from "./parse-application.ts";
import type { ManagedResource, RevisionMetadata } from "./wire.ts";

/** Reads an Application that came as JSON. Throws `invalid` naming the field. */
export function parseWireApplication(value: unknown): Application {
  if (!isKubeObject(value)) throw new SillageError("invalid", "An Application needs apiVersion, kind and metadata");
  return parseApplication(value);
}

/** Reads one item of `managed-resources`. */
export function parseManagedResource(value: unknown): ManagedResource {
  const text = (field: string): string => getString(value, field) ?? "";
  return {
    group: text("group"),
    version: text("version"),
    kind: text("kind"),
    namespace: text("namespace"),
    name: text("name"),
    targetState: text("targetState"),
    liveState: text("liveState"),
    normalizedLiveState: text("normalizedLiveState"),
    predictedLiveState: text("predictedLiveState"),
    ...optionalStrings(value, ["resourceVersion"]),
    modified: getBoolean(value, "modified") ?? false,
    ...(getBoolean(value, "hook") === true ? { hook: true } : {}),
  };
}

/** Reads the answer of `revisions/{revision}/metadata`. */
export function parseRevisionMetadata(value: unknown): RevisionMetadata {
  if (!isRecord(value)) throw new SillageError("invalid", "Revision metadata is not an object");
  return { author: getString(value, "author") ?? "", date: getString(value, "date") ?? "", message: getString(value, "message") ?? "" };
}

function optionalStrings<Name extends string>(value: unknown, names: readonly Name[]): { readonly [name in Name]?: string } {
  const found: { [name in Name]?: string } = {};
  for (const name of names) {
    const text = getString(value, name);
    if (text !== undefined && text !== "") found[name] = text;
  }
  return found;
}
