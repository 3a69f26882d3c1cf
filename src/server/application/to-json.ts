import type { JsonObject } from "../../kube/index.ts";

/** What JSON makes of it: `undefined` fields are gone. */
export function toJson(value: object): JsonObject {
  return JSON.parse(JSON.stringify(value));
}
