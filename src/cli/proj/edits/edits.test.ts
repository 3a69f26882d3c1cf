import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { AppProject, AppProjectSpec } from "../../../api/index.ts";
import { isSillageError } from "../../../errors/index.ts";
import { buildProject } from "../../../../test/builders/project.ts";
import { exitCodeOf } from "../../exit-code.ts";
import { addDestination, addServiceAccount, removeDestination, removeServiceAccount } from "./destinations.ts";
import type { Edit } from "./edit.ts";
import { addOrphanedIgnore, changeResources, removeOrphanedIgnore } from "./resources.ts";
import { addGroup, addPolicy, createRole, deleteRole, removeGroup, removePolicy } from "./roles.ts";
import { addSource, addSourceNamespace, removeSource, removeSourceNamespace } from "./sources.ts";
import { addWindow, deleteWindow, updateWindow } from "./windows.ts";

const server = "https://a";
const window = { kind: "allow", schedule: "0 22 * * *", duration: "1h", applications: ["*"] };
const policy = { action: "sync", permission: "allow", object: "web", resource: "applications" };
const line = "p, proj:shop:dev, applications, sync, shop/web, allow";
const account = { server, namespace: "n", defaultServiceAccount: "deployer" };

interface Row {
  readonly name: string;
  readonly given: AppProjectSpec;
  readonly edit: Edit;
  /** The fields that are different then; none when the project stays as it is. */
  readonly want?: Partial<AppProjectSpec>;
  readonly message?: string;
}

const rows: readonly Row[] = [
  { name: "a destination", given: {}, edit: addDestination({ server, namespace: "n" }), want: { destinations: [{ server, namespace: "n" }] } },
  { name: "a destination by name", given: {}, edit: addDestination({ name: "east", namespace: "n" }), want: { destinations: [{ name: "east", namespace: "n" }] } },
  {
    name: "a destination in another namespace",
    given: { destinations: [{ server, namespace: "m" }] },
    edit: addDestination({ server, namespace: "n" }),
    want: {
      destinations: [
        { server, namespace: "m" },
        { server, namespace: "n" },
      ],
    },
  },
  { name: "no destination", given: { destinations: [{ server, namespace: "n" }] }, edit: removeDestination({ where: server, namespace: "n" }), want: { destinations: [] } },
  {
    name: "no destination by name",
    given: { destinations: [{ name: "east", namespace: "n" }] },
    edit: removeDestination({ where: "east", namespace: "n" }),
    want: { destinations: [] },
  },
  { name: "a service account", given: {}, edit: addServiceAccount(account), want: { destinationServiceAccounts: [account] } },
  { name: "no service account", given: { destinationServiceAccounts: [account] }, edit: removeServiceAccount(account), want: { destinationServiceAccounts: [] } },
  { name: "a source", given: { sourceRepos: ["a"] }, edit: addSource("b"), want: { sourceRepos: ["a", "b"] } },
  { name: "a source that is there", given: { sourceRepos: ["a"] }, edit: addSource("a"), message: "Source repository 'a' already allowed in project" },
  { name: "no source", given: { sourceRepos: ["a", "b"] }, edit: removeSource("a"), want: { sourceRepos: ["b"] } },
  { name: "no source that is not there", given: {}, edit: removeSource("a"), message: "Source repository 'a' does not exist in project" },
  { name: "a source namespace", given: {}, edit: addSourceNamespace("n"), want: { sourceNamespaces: ["n"] } },
  { name: "a source namespace among all", given: { sourceNamespaces: ["*"] }, edit: addSourceNamespace("n"), message: "Source namespace '*' already allowed in project" },
  { name: "no source namespace", given: { sourceNamespaces: ["n"] }, edit: removeSourceNamespace("n"), want: { sourceNamespaces: [] } },
  { name: "no source namespace that is not there", given: {}, edit: removeSourceNamespace("n"), message: "Source namespace 'n' does not exist in project" },
  {
    name: "a cluster-scoped kind",
    given: {},
    edit: changeResources({ scope: "cluster", list: "allow", isAllowed: true, group: "", kind: "Namespace" }),
    want: { clusterResourceWhitelist: [{ group: "", kind: "Namespace" }] },
    message: "Group '' and kind 'Namespace' is added to allowed cluster resources",
  },
  {
    name: "a cluster-scoped kind no more",
    given: { clusterResourceWhitelist: [{ group: "", kind: "Namespace" }] },
    edit: changeResources({ scope: "cluster", list: "allow", isAllowed: false, group: "", kind: "Namespace" }),
    want: { clusterResourceWhitelist: [] },
    message: "Group '' and kind 'Namespace' is removed from allowed cluster resources",
  },
  {
    name: "a denied namespaced kind",
    given: {},
    edit: changeResources({ scope: "namespace", list: "deny", isAllowed: false, group: "apps", kind: "Deployment" }),
    want: { namespaceResourceBlacklist: [{ group: "apps", kind: "Deployment" }] },
    message: "Group 'apps' and kind 'Deployment' is added to denied namespaced resources",
  },
  {
    name: "a namespaced kind that nobody denies",
    given: {},
    edit: changeResources({ scope: "namespace", list: "deny", isAllowed: true, group: "apps", kind: "Deployment" }),
    message: "Group 'apps' and kind 'Deployment' not in denied namespaced resources",
  },
  {
    name: "an orphan to ignore",
    given: { orphanedResources: { warn: false } },
    edit: addOrphanedIgnore({ group: "", kind: "ConfigMap", name: "kube-*" }),
    want: { orphanedResources: { warn: false, ignore: [{ group: "", kind: "ConfigMap", name: "kube-*" }] } },
  },
  {
    name: "an orphan to see again",
    given: { orphanedResources: { ignore: [{ kind: "ConfigMap" }, { kind: "Secret" }] } },
    edit: removeOrphanedIgnore({ group: "", kind: "ConfigMap" }),
    want: { orphanedResources: { ignore: [{ kind: "Secret" }] } },
  },
  { name: "a role", given: {}, edit: createRole({ name: "dev" }), want: { roles: [{ name: "dev" }] }, message: "Role 'dev' created" },
  { name: "a role that is there", given: { roles: [{ name: "dev" }] }, edit: createRole({ name: "dev" }), message: "Role 'dev' already exists" },
  { name: "no role", given: { roles: [{ name: "dev" }, { name: "ops" }] }, edit: deleteRole("dev"), want: { roles: [{ name: "ops" }] }, message: "Role 'dev' deleted" },
  { name: "no role that is not there", given: {}, edit: deleteRole("dev"), message: "Role 'dev' does not exist in project" },
  {
    name: "a group",
    given: { roles: [{ name: "dev" }] },
    edit: addGroup({ role: "dev", group: "g" }),
    want: { roles: [{ name: "dev", groups: ["g"] }] },
    message: "Group 'g' added to role 'dev'",
  },
  {
    name: "a group that is there",
    given: { roles: [{ name: "dev", groups: ["g"] }] },
    edit: addGroup({ role: "dev", group: "g" }),
    message: "Group 'g' already present in role 'dev'",
  },
  {
    name: "no group",
    given: { roles: [{ name: "dev", groups: ["g"] }] },
    edit: removeGroup({ role: "dev", group: "g" }),
    want: { roles: [{ name: "dev", groups: [] }] },
    message: "Group 'g' removed from role 'dev'",
  },
  { name: "a policy", given: { roles: [{ name: "dev" }] }, edit: addPolicy("dev", policy), want: { roles: [{ name: "dev", policies: [line] }] } },
  { name: "no policy", given: { roles: [{ name: "dev", policies: [line, "x"] }] }, edit: removePolicy("dev", policy), want: { roles: [{ name: "dev", policies: ["x"] }] } },
  { name: "no policy that is not there", given: { roles: [{ name: "dev" }] }, edit: removePolicy("dev", policy) },
  { name: "a window", given: { syncWindows: [window] }, edit: addWindow({ ...window, kind: "deny" }), want: { syncWindows: [window, { ...window, kind: "deny" }] } },
  { name: "no window", given: { syncWindows: [window, { ...window, kind: "deny" }] }, edit: deleteWindow(0), want: { syncWindows: [{ ...window, kind: "deny" }] } },
  { name: "another window", given: { syncWindows: [window] }, edit: updateWindow(0, { manualSync: true }), want: { syncWindows: [{ ...window, manualSync: true }] } },
];

const refused: readonly { name: string; given: AppProjectSpec; edit: () => Edit; exitCode: number }[] = [
  { name: "a destination that is there", given: { destinations: [{ server, namespace: "n" }] }, edit: () => addDestination({ server, namespace: "n" }), exitCode: 1 },
  { name: "no destination that is not there", given: {}, edit: () => removeDestination({ where: server, namespace: "n" }), exitCode: 1 },
  { name: "a service account that is there", given: { destinationServiceAccounts: [account] }, edit: () => addServiceAccount(account), exitCode: 1 },
  { name: "an orphan that is ignored", given: { orphanedResources: { ignore: [{ kind: "A" }] } }, edit: () => addOrphanedIgnore({ group: "", kind: "A" }), exitCode: 1 },
  { name: "an orphan that is not ignored", given: {}, edit: () => removeOrphanedIgnore({ group: "", kind: "A" }), exitCode: 1 },
  { name: "a group of no role", given: {}, edit: () => addGroup({ role: "dev", group: "g" }), exitCode: 20 },
  { name: "a window without a schedule", given: {}, edit: () => addWindow({ kind: "allow", applications: ["*"] }), exitCode: 20 },
  { name: "a window for nothing", given: {}, edit: () => addWindow({ ...window, applications: [] }), exitCode: 20 },
  { name: "a window that is not there", given: {}, edit: () => deleteWindow(0), exitCode: 20 },
  { name: "no change of a window", given: { syncWindows: [window] }, edit: () => updateWindow(0, {}), exitCode: 20 },
];

describe("An edit of a project", () => {
  const projectOf = (spec: AppProjectSpec): AppProject => ({ ...buildProject({}), metadata: { name: "shop" }, spec });

  for (const { name, given, edit, want, message } of rows) {
    it(`makes ${name}`, () => {
      const project = projectOf(given);
      const changed = want === undefined ? {} : { project: { ...project, spec: { ...given, ...want } } };
      assert.deepEqual(edit(project), { ...changed, ...(message === undefined ? {} : { message }) });
    });
  }

  for (const { name, given, edit, exitCode } of refused) {
    it(`refuses ${name} with exit code ${exitCode}`, () =>
      assert.throws(
        () => edit()(projectOf(given)),
        (error) => isSillageError(error) && exitCodeOf(error) === exitCode,
      ));
  }
});
