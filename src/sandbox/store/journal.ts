import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from "node:fs";
import path from "node:path";
import { SillageError } from "../../errors/index.ts";
import { getNumber, getString, isKubeObject, isRecord } from "../../kube/index.ts";
import type { Store } from "./store.ts";
import type { Change } from "./stored-object.ts";

/** Keeps a store in a folder: one JSON line for each change, rewritten to what still exists at each start. */
export interface Journal {
  close(): void;
}

const fileName = "objects.jsonl";

/**
 * Fills the store with what the folder holds, then writes down every change before the write that made it returns: what a client was told survives a kill of
 * the process. Revisions go on where they ended, and older watches get 410. Throws `invalid` naming the line when the file is damaged; a last line that was
 * cut off is what never was answered, and is passed over.
 */
export function openJournal(store: Store, folder: string): Journal {
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, fileName);
  if (existsSync(file)) restore(store, file);
  const fresh = `${file}.new`;
  const descriptor = openSync(fresh, "w", 0o600);
  writeSync(descriptor, formatLine({ revision: store.revision }));
  store.forEach((resource, { object, revision }) => writeSync(descriptor, formatLine({ resource, revision, object })));
  renameSync(fresh, file);
  const stop = store.subscribeAll((resource, change) => writeSync(descriptor, formatLine(toEntry(resource, change))));
  return {
    close() {
      stop();
      closeSync(descriptor);
    },
  };
}

function toEntry(resource: string, { type, revision, current }: Change): object {
  return type === "deleted" ? { resource, revision, deleted: { namespace: current.namespace, name: current.name } } : { resource, revision, object: current.object };
}

function formatLine(entry: object): string {
  return `${JSON.stringify(entry)}\n`;
}

function restore(store: Store, file: string): void {
  const lines = readFileSync(file, "utf8").split("\n");
  // The text ends in a newline, or in a line that was cut off.
  const last = lines.length - 1;
  for (const [index, line] of lines.entries())
    if (index < last && !restoreLine(store, line)) throw new SillageError("invalid", `Cannot read line ${index + 1} of "${file}": remove the folder to begin anew`);
}

function restoreLine(store: Store, line: string): boolean {
  const entry = parse(line);
  const resource = getString(entry, "resource");
  const revision = getNumber(entry, "revision");
  if (!isRecord(entry) || revision === undefined) return false;
  const { object, deleted } = entry;
  if (resource === undefined) store.restore({ revision });
  else if (isKubeObject(object)) store.restore({ resource, revision, object });
  else store.restore({ resource, revision, deleted: { namespace: getString(deleted, "namespace") ?? "", name: getString(deleted, "name") ?? "" } });
  return true;
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
