import { deepEqual } from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { describe, it } from "node:test";
import { administrator, createSandbox } from "../../../sandbox/index.ts";
import { systemClock } from "../../../async/index.ts";
import { createKubeClient, type KubeClient, type KubeObject } from "../../../kube/index.ts";
import { parseDocuments } from "../../../kube/yaml/index.ts";
import { assertGolden, runCli, transcript } from "../../../../test/support/run-cli.ts";

const csv = `# the shop's teams
p, role:dev, applications, get, shop/*, allow
p, role:dev, applications, sync, shop/*, allow
p, role:dev, applications, delete/*/Pod/*/*, shop/*, allow
p, role:careful, applications, sync, shop/database, deny
g, role:lead, role:dev
g, ada, role:lead
g, ada, role:careful
g, org:shop, role:dev
p, ada, exec, create, shop/web, allow
`;

const configMap = `apiVersion: v1
kind: ConfigMap
metadata: {name: argocd-rbac-cm}
data:
  policy.default: role:readonly
  policy.csv: |
    g, ben, role:ops
  policy.ops.csv: |
    p, role:ops, applications, sync, ^shop/.*$, allow
  policy.matchMode: regex
`;

const files = {
  "policy.csv": csv,
  "rbac.yaml": configMap,
  "broken.csv": "p, ada, applications, get\ng, ada, role:admin\nrole:dev",
  "broken.yaml": `${configMap}  policy.x.csv: "g, ada"\n  scopes: "{"\n`,
  "odd.csv": "g, ada, role:gone\np, ada, applications, get, shop/[, permit\n",
  "empty.csv": "# nothing\n",
};

const base = ["admin", "settings", "rbac"];

describe("sillage admin settings rbac", () => {
  it("answers as admin-rbac.txt shows", async () => {
    const csvFile = ["--policy-file", "policy.csv"];
    const mapFile = ["--policy-file", "rbac.yaml"];
    const runs = [
      ["can", "ada", "get", "app", "shop/web", ...csvFile],
      ["can", "ada", "sync", "applications", "shop/database", ...csvFile],
      ["can", "ada", "delete//Pod/shop/web-1", "app", "shop/web", ...csvFile],
      ["can", "role:dev", "delete", "app", "shop/web", ...csvFile],
      ["can", "eve", "get", "app", "shop/web", ...csvFile],
      ["can", "eve", "get", "app", "shop/web", "--group", "org:shop", ...csvFile],
      ["can", "eve", "get", "app", "shop/web", "--default-role", "role:readonly", ...csvFile],
      ["can", "admin", "create", "app", ...csvFile],
      ["can", "admin", "create", "app", "--use-builtin-policy=false", ...csvFile],
      ["can", "admin", "create", "app", "*", "--quiet", ...csvFile],
      ["can", "ben", "sync", "app", "shop/web", ...mapFile],
      ["can", "ben", "delete", "app", "shop/web", ...mapFile],
      ["can", "ben", "get", "proj", "shop", ...mapFile],
      ["why", "ada", "get", "app", "shop/web", ...csvFile],
      ["why", "ada", "sync", "app", "shop/database", ...csvFile],
      ["why", "ada", "create", "exec", "shop/web", ...csvFile],
      ["why", "eve", "sync", "app", "shop/web", "--group", "org:shop", ...csvFile],
      ["why", "eve", "sync", "app", "shop/web", ...csvFile],
      ["why", "ben", "sync", "app", "shop/web", ...mapFile],
      ["why", "ben", "get", "app", "shop/web", ...mapFile],
      ["why", "ben", "get", "app", "shop/web", "-q", ...mapFile],
      ["can", "ada", "get", "apq", ...csvFile],
      ["can", "ada", "fly", "app", ...csvFile],
      ["can", "ada", "sync/now", "app", ...csvFile],
      ["can", "ada", "fly", "carpets", "--strict=false", ...csvFile],
      ["can", "ada", "get", "app", "shop/web", "--policy-file", "broken.csv"],
      ["can", "ada", "get", "app", "shop/web", "--policy-file", "none.csv"],
      ["can", "ada", "get", "app"],
      ["can", "ada", "get", "app", "--namespace", "argocd", ...csvFile],
      ["can", "ada", "get"],
      ["validate", ...csvFile],
      ["validate", ...mapFile],
      ["validate", "--policy-file", "broken.csv"],
      ["validate", "--policy-file", "broken.yaml"],
      ["validate", "--policy-file", "odd.csv"],
      ["validate", "--policy-file", "empty.csv"],
      ["validate"],
      ["can", "--help"],
    ].map((argv) => [...base, ...argv]);
    const parts: string[] = [];
    for (const argv of runs) parts.push(transcript(argv, await runCli(argv, { files })));
    await assertGolden(new URL("../../golden/admin-rbac.txt", import.meta.url), parts.join("\n"));
  });
});

describe("sillage admin settings rbac with a cluster", () => {
  const namespace = "argocd";
  const signal = AbortSignal.timeout(30_000);

  async function openCluster(): Promise<KubeClient> {
    const file = "appproject-crd.yaml";
    const definition = parseDocuments(await readFile(new URL(`../../../../deploy/crds/${file}`, import.meta.url), "utf8"), { file }).map(({ value }) => value as KubeObject);
    const sandbox = await createSandbox({ clock: systemClock, random: Math.random, definitions: definition });
    const client = createKubeClient({ transport: sandbox.transport(administrator), clock: systemClock }, { userAgent: "test" });
    const config = (name: string, data: object) => ({ apiVersion: "v1", kind: "ConfigMap", metadata: { name, namespace }, data });
    await create(client, { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } });
    await create(client, config("argocd-rbac-cm", { "policy.csv": "p, ada, applications, delete, shop/web, allow\ng, zoe, proj:shop:ci" }));
    await create(client, config("argocd-cm", { "server.rbac.disableApplicationFineGrainedRBACInheritance": "false" }));
    const roles = [{ name: "ci", policies: ["p, proj:shop:ci, applications, sync, shop/*, allow"], groups: ["robots"] }];
    await create(client, { apiVersion: "argoproj.io/v1alpha1", kind: "AppProject", metadata: { name: "shop", namespace }, spec: { roles } });
    return client;
  }

  async function create(client: KubeClient, object: KubeObject): Promise<void> {
    const [group = "", version = ""] = object.apiVersion.includes("/") ? object.apiVersion.split("/") : ["", object.apiVersion];
    const resource = (await client.discovery.findByKind({ group, version, kind: object.kind }, { signal }))!;
    await client.create(resource, object, { signal });
  }

  it("asks what the server there would decide", async () => {
    const client = await openCluster();
    const ask = async (...argv: string[]) => {
      const { stdout, stderr, exitCode } = await runCli([...base, ...argv], { deps: { openCluster: async () => client } });
      return `${exitCode} ${stdout}${stderr}`;
    };
    deepEqual(
      [
        await ask("why", "ada", "delete//Pod/shop/web-1", "app", "shop/web", "-n", namespace),
        await ask("why", "eve", "sync", "app", "shop/web", "-n", namespace, "--group", "robots"),
        await ask("can", "zoe", "sync", "app", "shop/web", "-n", namespace),
        await ask("can", "zoe", "sync", "app", "pay/web", "-n", namespace),
        await ask("validate", "-n", namespace),
        await ask("can", "ada", "get", "app", "shop/web", "-n", "elsewhere"),
      ],
      [
        '0 Yes: policy.csv:1 "p, ada, applications, delete, shop/web, allow", for subject "ada"\n',
        '0 Yes: project "shop", role "ci":1 "p, proj:shop:ci, applications, sync, shop/*, allow", for group "robots", which is proj:shop:ci by project "shop", role "ci":3 "g, robots, proj:shop:ci"\n',
        "0 Yes\n",
        "1 No\n",
        "0 Policy is valid.\n",
        '1 Error: Cannot read the policy: There is no ConfigMap "argocd-rbac-cm" in namespace "elsewhere"\n',
      ],
    );
  });
});
