import { SillageError } from "../errors/index.ts";
import { getBoolean, getString, isKubeObject, isRecord } from "../kube/index.ts";
import type { Application } from "./application.ts";
import { parseApplication } from "./parse-application.ts";
import type { Repository } from "./repository.ts";
import type { ManagedResource, RevisionMetadata } from "./wire.ts";

/** Reads an Application that came as JSON. Throws `invalid` naming the field. */
export function parseWireApplication(value: unknown): Application {
  if (!isKubeObject(value)) throw new SillageError("invalid", "An Application needs apiVersion, kind and metadata");
  return parseApplication(value);
}

/** Reads the body of `POST /api/v1/repositories` or an item of its list. Throws `invalid` naming the field. */
export function parseRepository(value: unknown): Repository {
  const repo = getString(value, "repo");
  if (repo === undefined || repo === "") throw new SillageError("invalid", 'A repository needs "repo", its URL');
  const type = getString(value, "type") ?? "git";
  if (type !== "git") throw new SillageError("invalid", `Repository type "${type}" is not supported: only "git" is`);
  const status = getString(value, "connectionState", "status");
  return {
    repo,
    type,
    ...optionalStrings(value, ["name", "project", "username", "password", "bearerToken", "sshPrivateKey"]),
    ...(getBoolean(value, "insecure") === true ? { insecure: true } : {}),
    ...(status === "Successful" || status === "Failed" || status === "Unknown"
      ? { connectionState: { status, message: getString(value, "connectionState", "message") ?? "" } }
      : {}),
  };
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
