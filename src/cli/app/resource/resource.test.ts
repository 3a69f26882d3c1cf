import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { ResourceNode } from "../../../api/index.ts";
import type { SillageClient } from "../../../client/index.ts";
import { buildManagedResources } from "../../../../test/builders/shown-applications.ts";
import { runCli } from "../../../../test/support/run-cli.ts";
import { listFields, pickFields } from "./fields.ts";
import { layOutTree } from "./tree.ts";

/** A server that does what it is told. */
function createResourceClient() {
  const calls: unknown[] = [];
  const client = {
    fetchManagedResources: async () => buildManagedResources(),
    async patchResource(name, { kind, resourceName }, { patch, patchType }) {
      calls.push(["patch", name, `${kind}/${resourceName}`, patch, patchType]);
      return { apiVersion: "v1", kind, metadata: {} };
    },
    deleteResource: async (name, { kind, resourceName }, { signal: _signal, ...how }) => void calls.push(["delete", name, `${kind}/${resourceName}`, how]),
    runResourceAction: async (name, { kind, resourceName }, { signal: _signal, ...what }) => void calls.push(["run", name, `${kind}/${resourceName}`, what]),
  } satisfies Partial<SillageClient>;
  return { client, calls };
}

const runs: readonly {
  readonly argv: string;
  readonly want: { readonly stdout?: string; readonly stderr?: string; readonly exitCode?: number; readonly calls?: readonly unknown[] };
}[] = [
  {
    argv: "patch-resource web --kind ConfigMap --resource-name old --patch {}",
    want: { stdout: "Resource 'old' patched\n", calls: [["patch", "web", "ConfigMap/old", "{}", "merge"]] },
  },
  {
    argv: "patch-resource web -N team --kind ConfigMap --all --patch [] --patch-type application/json-patch+json",
    want: {
      stdout: "Resource 'old' patched\nResource 'same' patched\n",
      calls: [
        ["patch", "team/web", "ConfigMap/old", "[]", "json"],
        ["patch", "team/web", "ConfigMap/same", "[]", "json"],
      ],
    },
  },
  {
    argv: "patch-resource web --kind ConfigMap --patch {}",
    want: { stderr: "Error: 2 resources match: add --resource-name or --namespace, or --all for all of them\n", exitCode: 20 },
  },
  { argv: "delete-resource web --kind Pod", want: { stderr: "Error: No matching resource found\n", exitCode: 20 } },
  {
    argv: "delete-resource web --kind Secret --force --project default",
    want: { stdout: "Resource 'keys' deleted\n", calls: [["delete", "web", "Secret/keys", { force: true }]] },
  },
  {
    argv: "delete-resource web --kind ConfigMap --namespace shop --all --orphan",
    want: {
      stdout: "Resource 'old' deleted\nResource 'same' deleted\n",
      calls: [
        ["delete", "web", "ConfigMap/old", { orphan: true }],
        ["delete", "web", "ConfigMap/same", { orphan: true }],
      ],
    },
  },
  {
    argv: "actions run web scale --kind ConfigMap --resource-name same --param replicas=3",
    want: { calls: [["run", "web", "ConfigMap/same", { action: "scale", parameters: [{ name: "replicas", value: "3" }] }]] },
  },
  { argv: "actions run web restart --kind Secret", want: { calls: [["run", "web", "Secret/keys", { action: "restart" }]] } },
];

describe("Commands for single objects", () => {
  for (const { argv, want } of runs) {
    it(argv, async () => {
      const { client, calls } = createResourceClient();
      const run = await runCli(["app", ...argv.split(" ")], { client });
      assert.deepEqual({ ...run, calls }, { stdout: "", stderr: "", exitCode: 0, calls: [], ...want });
    });
  }
});

describe("Fields", () => {
  const value = { metadata: { name: "web" }, spec: { containers: [{ image: "a" }, { image: "b", ports: [80, 81] }], paused: false }, status: null };

  it("are listed with their paths", () => {
    const want = [
      "metadata.name=web",
      "spec.containers[0].image=a",
      "spec.containers[1].image=b",
      "spec.containers[1].ports[0]=80",
      "spec.containers[1].ports[1]=81",
      "spec.paused=false",
      "status=null",
    ];
    assert.deepEqual(
      listFields(value).map((field) => field.join("=")),
      want,
    );
  });

  const picks = [
    { paths: ["metadata.name"], want: { metadata: { name: "web" } } },
    { paths: ["spec.containers.image", "spec.paused"], want: { spec: { containers: [{ image: "a" }, { image: "b" }], paused: false } } },
    { paths: ["status.phase", "nothing"], want: undefined },
    { paths: ["spec", "spec.paused"], want: { spec: value.spec } },
  ];
  for (const { paths, want } of picks) it(`are picked by ${paths.join(", ")}`, () => assert.deepEqual(pickFields(value, paths), want));
});

describe("layOutTree", () => {
  const node = (name: string, parent?: string): ResourceNode => ({
    kind: "Pod",
    name,
    uid: name,
    ...(parent === undefined ? {} : { parentRefs: [{ kind: "Pod", name: parent, uid: parent }] }),
  });
  const cases = [
    { name: "nothing", nodes: [], want: [] },
    { name: "branches below branches", nodes: [node("a"), node("b", "a"), node("c", "b"), node("d", "a"), node("e", "d")], want: ["a", "├─b", "│ └─c", "└─d", "  └─e"] },
    { name: "a parent that is not there", nodes: [node("b", "gone"), node("c", "b")], want: ["b", "└─c"] },
    { name: "its own parent", nodes: [node("a", "a")], want: ["a"] },
  ];
  for (const { name, nodes, want } of cases) {
    it(name, () => {
      const lines = layOutTree(nodes).map(({ prefix, node: { name: shown } }) => `${prefix}${shown}`);
      assert.deepEqual(lines, want);
    });
  }
});
