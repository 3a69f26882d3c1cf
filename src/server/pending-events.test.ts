import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { buildApplication } from "../../test/builders/application.ts";
import type { ApplicationEvent } from "./deps.ts";
import { createPendingEvents } from "./pending-events.ts";

/** An event as `TYPE name@version#uid`. */
function event(text: string): ApplicationEvent {
  const [type, name, resourceVersion, uid] = text.split(/[ @#]/) as [ApplicationEvent["type"], string, string, string];
  const application = buildApplication({ name });
  return { type, application: { ...application, metadata: { ...application.metadata, resourceVersion, uid } } };
}

function format({ type, application }: ApplicationEvent): string {
  const { name, resourceVersion, uid } = application.metadata;
  return `${type} ${name}@${resourceVersion}#${uid}`;
}

const cases = [
  { name: "events of several applications keep their order", offered: ["ADDED a@1#a", "ADDED b@2#b"], want: ["ADDED a@1#a", "ADDED b@2#b"] },
  { name: "a newer state replaces an older one", offered: ["MODIFIED a@1#a", "MODIFIED b@2#b", "MODIFIED a@3#a"], want: ["MODIFIED a@3#a", "MODIFIED b@2#b"] },
  { name: "what the reader has not seen stays new", offered: ["ADDED a@1#a", "MODIFIED a@2#a"], want: ["ADDED a@2#a"] },
  { name: "the end is never lost", offered: ["ADDED a@1#a", "DELETED a@2#a"], want: ["DELETED a@2#a"] },
  { name: "nor when another takes the name", offered: ["DELETED a@1#x", "ADDED a@2#y"], want: ["DELETED a@1#x", "ADDED a@2#y"] },
];

describe("createPendingEvents", () => {
  for (const { name, offered, want } of cases) {
    it(name, () => {
      const pending = createPendingEvents();
      for (const text of offered) pending.offer(event(text));
      assert.deepEqual(
        want.map(() => pending.take()).map((taken) => taken && format(taken)),
        want,
      );
      assert.equal(pending.take(), undefined);
    });
  }
});
