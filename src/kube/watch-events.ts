import { SillageError } from "../errors/index.ts";
import { watchError } from "./api-error.ts";
import type { ApiResource, WatchEvent } from "./client.ts";
import { getString, isRecord } from "./fields.ts";
import { completeObject } from "./complete-object.ts";

/** One line of a watch answer. Throws for ERROR events and for what is no event. */
export function parseWatchEvent(resource: ApiResource, line: string, action: string): WatchEvent {
  const event = parseJson(line, action);
  const type = getString(event, "type");
  const object = isRecord(event) ? event["object"] : undefined;
  switch (type) {
    case "ADDED":
    case "MODIFIED":
    case "DELETED":
      return { type, object: completeObject(resource, object) };
    case "BOOKMARK":
      return { type, resourceVersion: getString(object, "metadata", "resourceVersion") ?? "" };
    case "ERROR":
      throw watchError(action, object);
    default:
      throw new SillageError("unavailable", `Cannot ${action}: the server sent an event of unknown type "${type ?? ""}"`);
  }
}

function parseJson(line: string, action: string): unknown {
  try {
    return JSON.parse(line);
  } catch (cause) {
    // A cut line means the connection broke in the middle of an event.
    throw new SillageError("unavailable", `Cannot ${action}: the stream broke inside an event`, { cause });
  }
}
