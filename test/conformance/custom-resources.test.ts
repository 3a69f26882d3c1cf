import assert from "node:assert/strict";
import { getField, getString } from "../../src/kube/index.ts";
import { eventually } from "../support/eventually.ts";
import { conformance } from "./harness/suite.ts";
import { parseTable } from "./harness/table.ts";
import { definitionsPath, widget, widgetDefinition } from "./harness/widget.ts";

conformance("custom resources", (item) => {
  item({ number: 44, title: "a new kind is served at once, with its short name and columns", coldDiscovery: true }, async ({ api, kubectl, namespace, path }) => {
    const group = `${namespace}.sillage.dev`;
    const created = await api.send("POST", definitionsPath, { body: widgetDefinition(group) });
    assert.equal(created.status, 201, JSON.stringify(created.body));
    const createdAt = Date.now();
    try {
      await eventually(async () => assert.equal((await api.send("GET", path(`${group}/v1`, "widgets"))).status, 200), { withinMs: 3_000 });
      assert.ok(Date.now() - createdAt < 1_000, `served after ${Date.now() - createdAt} ms`);
      const definition = await api.send("GET", `${definitionsPath}/widgets.${group}`);
      const conditions = Object.fromEntries(["NamesAccepted", "Established"].map((type) => [type, conditionStatus(definition.body, type)]));
      assert.deepEqual(conditions, { NamesAccepted: "True", Established: "True" });

      const manifest = widget(group, { size: 5 });
      await eventually(async () => assert.equal(await kubectl.applied(manifest), `widget.${group}/a created\n`));
      assert.equal(await kubectl.applied(widget(group, { size: 6 })), `widget.${group}/a configured\n`);
      const table = parseTable(await kubectl.ok(["get", "wd"]));
      assert.deepEqual(table.columns, ["NAME", "SIZE", "AGE"]);
      assert.deepEqual(table.rows[0]?.slice(0, 2), ["a", "6"]);
      assert.match(await kubectl.ok(["explain", "widget.spec"]), /^ {2}size\t<integer>\n {4}How big it is$/m);
    } finally {
      await api.send("DELETE", `${definitionsPath}/widgets.${group}`);
    }
  });

  item({ number: 45, title: "defaults, pruning and validation follow the schema of the kind" }, async ({ api, namespace, path }) => {
    const group = `${namespace}.sillage.dev`;
    const url = path(`${group}/v1`, "widgets");
    await api.send("POST", definitionsPath, { body: widgetDefinition(group) });
    try {
      await eventually(async () => assert.equal((await api.send("GET", url)).status, 200));
      const create = async (spec: object, validation: string): Promise<readonly unknown[]> => {
        const { status, body } = await api.send("POST", `${url}?dryRun=All&fieldValidation=${validation}`, { body: widget(group, spec) });
        return [status, getField(body, "spec") ?? getField(body, "details", "causes", 0, "field") ?? getString(body, "reason")];
      };
      assert.deepEqual(await create({ bogus: 1 }, "Ignore"), [201, { mode: "a" }]);
      assert.deepEqual(await create({ bogus: 1 }, "Strict"), [400, "BadRequest"]);
      assert.deepEqual(await create({ mode: "z" }, "Strict"), [422, "spec.mode"]);
      assert.deepEqual(await create({ size: 0 }, "Strict"), [422, "spec.size"]);
      assert.deepEqual(await create({ size: "large" }, "Strict"), [422, "spec.size"]);
      assert.deepEqual(await create({ parts: [{ name: "p" }, { name: "p" }] }, "Strict"), [422, "spec.parts[1]"]);
    } finally {
      await api.send("DELETE", `${definitionsPath}/widgets.${group}`);
    }
  });

  item({ number: 47, title: "deleting a kind deletes its objects and its endpoint" }, async ({ api, namespace, path }) => {
    const group = `${namespace}.sillage.dev`;
    const definition = `${definitionsPath}/widgets.${group}`;
    const url = path(`${group}/v1`, "widgets");
    await api.send("POST", definitionsPath, { body: widgetDefinition(group) });
    await eventually(async () => assert.equal((await api.send("POST", url, { body: widget(group, {}) })).status, 201));
    const watch = await api.watch(`${url}?watch=1`);
    await watch.expect(["ADDED a"]);
    assert.equal((await api.send("DELETE", definition)).status, 200);
    await watch.expect(["ADDED a", "DELETED a"]);
    await eventually(async () => assert.equal((await api.send("GET", definition)).status, 404));
    await eventually(async () => assert.equal((await api.send("GET", url)).status, 404));
    watch.close();
  });
});

function conditionStatus(object: unknown, type: string): string | undefined {
  const conditions = getField(object, "status", "conditions");
  return Array.isArray(conditions)
    ? getString(
        conditions.find((condition) => getString(condition, "type") === type),
        "status",
      )
    : undefined;
}
