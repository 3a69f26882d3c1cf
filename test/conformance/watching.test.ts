import assert from "node:assert/strict";
import { getField, getString } from "../../src/kube/index.ts";
import { eventually } from "../support/eventually.ts";
import { configMap } from "./harness/manifests.ts";
import { conformance } from "./harness/suite.ts";
import { definitionsPath, widgetDefinition } from "./harness/widget.ts";

// Each namespace has kube-root-ca.crt besides; the label keeps it out.
const labelled = (name: string, data = {}): object => ({ ...configMap(name, data), metadata: { name, labels: { mine: "yes" } } });
const mine = "configmaps?watch=1&labelSelector=mine";

conformance("watching", (item) => {
  item({ number: 38, title: "a watch starts with what exists, or after a version" }, async ({ api, path }) => {
    const first = await api.send("POST", path("v1", "configmaps"), { body: labelled("a") });
    const all = await api.watch(path("v1", mine));
    await all.expect(["ADDED a"]);
    const later = await api.watch(path("v1", `${mine}&resourceVersion=${getString(first.body, "metadata", "resourceVersion")}`));
    await api.send("POST", path("v1", "configmaps"), { body: labelled("b") });
    await later.expect(["ADDED b"]);
    await all.expect(["ADDED a", "ADDED b"]);
    await api.send("PATCH", path("v1", "configmaps/a"), { body: { data: { k: "1" } }, contentType: "application/merge-patch+json" });
    await api.send("DELETE", path("v1", "configmaps/b"));
    await later.expect(["ADDED b", "MODIFIED a", "DELETED b"]);
    const versions = later.events.map((event) => Number(getString(event, "object", "metadata", "resourceVersion")));
    assert.deepEqual(
      versions,
      versions.toSorted((left, right) => left - right),
    );

    for (const watch of [all, later]) watch.close();
  });

  item({ number: 38, title: "a watch from a version long gone is an ERROR event with code 410" }, async ({ api, namespace, path }) => {
    // History of a kind begins with the kind: version 1 is before it on any server, compacted or not.
    const group = `${namespace}.sillage.dev`;
    await api.send("POST", definitionsPath, { body: widgetDefinition(group) });
    try {
      const widgets = path(`${group}/v1`, "widgets");
      await eventually(async () => assert.equal((await api.send("GET", widgets)).status, 200));
      const watch = await api.watch(`${widgets}?watch=1&resourceVersion=1`);
      assert.equal(watch.status, 200);
      await watch.expect(["ERROR 410 Expired"]);
      watch.close();
    } finally {
      await api.send("DELETE", `${definitionsPath}/widgets.${group}`);
    }
  });

  item({ number: 39, title: "sendInitialEvents: what exists, a bookmark, then what happens" }, async ({ api, path }) => {
    for (const name of ["a", "b"]) await api.send("POST", path("v1", "configmaps"), { body: labelled(name) });
    const query = `${mine}&sendInitialEvents=true&allowWatchBookmarks=true`;
    const watch = await api.watch(path("v1", `${query}&resourceVersionMatch=NotOlderThan`));
    await watch.expect(["ADDED a", "ADDED b", "BOOKMARK initial-events-end=true"]);
    assert.notEqual(getString(watch.events[2], "object", "metadata", "resourceVersion"), "");
    await api.send("POST", path("v1", "configmaps"), { body: labelled("c") });
    await watch.expect(["ADDED a", "ADDED b", "BOOKMARK initial-events-end=true", "ADDED c"]);
    watch.close();
    const refused = await api.send("GET", path("v1", query));
    assert.deepEqual([refused.status, getString(refused.body, "reason")], [422, "Invalid"]);
  });

  item({ number: 40, title: "entering a selector is ADDED, leaving it DELETED with the old object" }, async ({ api, path }) => {
    await api.send("POST", path("v1", "configmaps"), { body: configMap("a", {}) });
    const watch = await api.watch(path("v1", mine));
    const label = async (value: string | null): Promise<unknown> =>
      (await api.send("PATCH", path("v1", "configmaps/a"), { body: { metadata: { labels: { mine: value } } }, contentType: "application/merge-patch+json" })).body;
    await label("yes");
    const after = await label(null);
    await watch.expect(["ADDED a", "DELETED a"]);
    const gone = getField(watch.events[1], "object");
    assert.deepEqual(getField(gone, "metadata", "labels"), { mine: "yes" });
    assert.equal(getString(gone, "metadata", "resourceVersion"), getString(after, "metadata", "resourceVersion"));
    watch.close();
  });
});
