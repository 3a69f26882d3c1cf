import assert from "node:assert/strict";
import type { IncomingMessage } from "node:http";
import { createInterface } from "node:readline";
import { getField, getString } from "../../src/kube/index.ts";
import { eventually } from "./eventually.ts";

/** A watch under way and what it has brought so far. */
export interface Watch {
  readonly status: number;
  readonly events: readonly unknown[];
  /** Waits until the events, each as `TYPE name`, are exactly these; bookmarks before the end of the initial events are left out. */
  expect(summaries: readonly string[]): Promise<void>;
  close(): void;
}

export function followWatch(response: IncomingMessage): Watch {
  const events: unknown[] = [];
  const lines = createInterface({ input: response });
  lines.on("line", (line) => events.push(JSON.parse(line)));
  // Closing a watch under way is an error to Node.
  response.on("error", () => {});
  lines.on("error", () => {});
  return {
    status: response.statusCode ?? 0,
    events,
    async expect(summaries) {
      await eventually(() => assert.deepEqual(events.map(summarize), summaries), { withinMs: 5_000 });
    },
    close: () => void response.destroy(),
  };
}

function summarize(event: unknown): string {
  const type = getString(event, "type") ?? "?";
  if (type === "ERROR") return `${type} ${String(getField(event, "object", "code"))} ${getString(event, "object", "reason")}`;
  if (type === "BOOKMARK") return `${type} initial-events-end=${getString(event, "object", "metadata", "annotations", "k8s.io/initial-events-end")}`;
  return `${type} ${getString(event, "object", "metadata", "name")}`;
}
