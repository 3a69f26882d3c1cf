import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { getField, getList, getString } from "../../kube/index.ts";
import { systemClock } from "../../async/index.ts";
import { isSillageError, type ErrorCode } from "../../errors/index.ts";
import { createLog } from "../../log/index.ts";
import type { Application, AppProjectSpec } from "../../api/index.ts";
import { buildApplication } from "../../../test/builders/application.ts";
import { createServiceWorld, controlNamespace as namespace, type As, type ServiceWorld } from "../../../test/support/service-world.ts";
import type { Operation } from "../operation/index.ts";
import { createProjectCache, type ProjectCache } from "./cache.ts";
import { createProjectOperations } from "./operations.ts";

const apiVersion = "argoproj.io/v1alpha1";
const nowMs = Date.parse("2026-03-02T12:00:30Z");
const body = (name: string, spec: AppProjectSpec = {}): object => ({ metadata: { name }, spec });

describe("ProjectService", { timeout: 30_000 }, () => {
  let world: ServiceWorld;
  let projects: ProjectCache;
  let operations: readonly Operation[];
  const issued: object[] = [];
  const applications: Application[] = [];

  before(async () => {
    world = await createServiceWorld();
    projects = createProjectCache(await world.follow(apiVersion, "AppProject"), { namespace, log: createLog({ level: "silent" }) });
    const deps = {
      kube: world.kube,
      projects,
      applications: { list: () => applications },
      getGlobalProjects: () => [{ projectName: "base", labelSelector: { matchLabels: { tier: "web" } } }],
      listScoped: (project: string) => ({ repositories: [{ repo: `https://git.example.com/${project}`, type: "git" as const }], clusters: [] }),
      issueToken: async (content: object) => `token ${issued.push(content)}`,
      newId: () => "fresh",
      clock: { ...systemClock, now: () => nowMs },
    };
    operations = createProjectOperations(deps, { namespace });
  });
  after(() => world.close());

  const call = (name: string, input: object, as?: As): Promise<unknown> => world.call(operations, `ProjectService/${name}`, input, as);
  const specOf = async (name: string): Promise<unknown> => getField(await world.get(apiVersion, "AppProject", name), "spec");
  const refused = (promise: Promise<unknown>, code: ErrorCode, message: string | RegExp): Promise<void> =>
    assert.rejects(promise, (error) => isSillageError(error, code) && (typeof message === "string" ? error.message === message : message.test(error.message)));

  it("creates a project, shows it at once, and takes the same again", async () => {
    await call("Create", { project: body("shop", { description: "Shop", sourceRepos: ["https://git.example.com/*"] }) });
    assert.deepEqual(
      getList(await call("List", {}), "items").map((item) => getString(item, "metadata", "name")),
      ["shop"],
    );
    assert.equal(getString(await call("Get", { name: "shop" }), "spec", "description"), "Shop");
    await call("Create", { project: body("shop", { description: "Shop", sourceRepos: ["https://git.example.com/*"] }) });
  });

  it("replaces another spec with upsert only, and keeps what is not of the spec", async () => {
    const other = body("shop", { description: "Other" });
    await refused(call("Create", { project: other }), "invalid", "existing project spec is different, use upsert flag to force update");
    await call("Create", { project: other, upsert: true });
    assert.deepEqual(await specOf("shop"), { description: "Other" });
  });

  const wrong: readonly { readonly name: string; readonly spec: AppProjectSpec; readonly code: ErrorCode; readonly message: RegExp }[] = [
    {
      name: "a destination twice",
      spec: {
        destinations: [
          { server: "a", namespace: "b" },
          { server: "a", namespace: "b" },
        ],
      },
      code: "invalid",
      message: /destination 'a\/b' already added/,
    },
    { name: "a role twice", spec: { roles: [{ name: "ci" }, { name: "ci" }] }, code: "conflict", message: /Role "ci" is there twice/ },
    {
      name: "a role's policy of another project",
      spec: { roles: [{ name: "ci", policies: ["p, proj:wrong:ci, applications, get, other/*, allow"] }] },
      code: "invalid",
      message: /is not of the form wrong/,
    },
    { name: "a window of nothing", spec: { syncWindows: [{ kind: "deny", schedule: "* * * * *", duration: "1h" }] }, code: "invalid", message: /requires one of/ },
  ];
  for (const { name, spec, code, message } of wrong) it(`refuses ${name}`, () => refused(call("Create", { project: body("wrong", spec) }), code, message));

  it("takes blanks out of policies", async () => {
    await call("Create", { project: body("tidy", { roles: [{ name: "ci", policies: ["p,proj:tidy:ci,  applications,get,tidy/*,allow"] }] }) });
    assert.deepEqual(await specOf("tidy"), { roles: [{ name: "ci", policies: ["p, proj:tidy:ci, applications, get, tidy/*, allow"] }] });
  });

  it("changes a project as a whole, by the name in the path", async () => {
    await call("Update", { name: "tidy", project: body("ignored", { description: "New", destinations: [{ server: "*", namespace: "tidy" }] }) });
    assert.deepEqual(await specOf("tidy"), { description: "New", destinations: [{ server: "*", namespace: "tidy" }] });
    const stale = { metadata: { name: "tidy", resourceVersion: "1" }, spec: {} };
    await refused(call("Update", { name: "tidy", project: stale }), "conflict", /./);
  });

  it("leaves no application out by narrowing", async () => {
    await call("Create", { project: body("narrow", { sourceRepos: ["*"], destinations: [{ name: "in-cluster", namespace: "*" }] }) });
    applications.push(buildApplication({ spec: { project: "narrow" } }));
    await refused(
      call("Update", { name: "narrow", project: body("narrow", { sourceRepos: ["https://other.example.com/*"] }) }),
      "invalid",
      "as a result of project update 1 applications source became invalid (web) and 1 applications destination became invalid (web)",
    );
    await refused(call("Delete", { name: "narrow" }), "invalid", "project is referenced by 1 applications");
    applications.length = 0;
    await call("Delete", { name: "narrow" });
    assert.equal(projects.get("narrow"), undefined);
    await refused(call("Get", { name: "narrow" }), "notFound", 'Project "narrow" does not exist');
  });

  it("never deletes the default project", () => refused(call("Delete", { name: "default" }), "invalid", "name 'default' is reserved and cannot be deleted"));

  it("lets nobody widen a project beyond what they may change themselves", async () => {
    await call("Create", { project: body("wide") });
    const as = { policy: "p, ada, projects, *, *, allow\np, ada, clusters, update, https://mine, allow" };
    await call("Update", { name: "wide", project: body("wide", { destinations: [{ server: "https://mine", namespace: "*" }] }) }, as);
    const wider = body("wide", {
      destinations: [
        { server: "https://mine", namespace: "*" },
        { server: "https://other", namespace: "*" },
      ],
    });
    await refused(call("Update", { name: "wide", project: wider }, as), "forbidden", "permission denied: clusters, update, https://other");
    await refused(call("Create", { project: wider, upsert: true }, as), "forbidden", "permission denied: clusters, update, https://other");
    const sources = body("wide", { destinations: [{ server: "https://mine", namespace: "*" }], sourceRepos: ["*"] });
    await refused(call("Update", { name: "wide", project: sources }, as), "forbidden", "permission denied: repositories, update, *");
  });

  it("gives tokens of a role, which count until they are deleted", async () => {
    await call("Create", { project: body("ci", { roles: [{ name: "deploy", groups: ["sre"] }] }) });
    assert.deepEqual(await call("CreateToken", { project: "ci", role: "deploy", expiresIn: "60" }), { token: "token 1" });
    const iat = nowMs / 1_000;
    assert.deepEqual(issued, [{ subject: "proj:ci:deploy", id: "fresh", issuedAt: iat, expiresAt: iat + 60 }]);
    const token = { project: "ci", role: "deploy", id: "fresh", issuedAt: iat };
    assert.equal(projects.hasToken(token), true);
    await refused(call("CreateToken", { project: "ci", role: "deploy" }), "invalid", /already has a token with id "fresh"/);
    await refused(call("CreateToken", { project: "ci", role: "none" }), "notFound", "project 'ci' does not have role 'none'");
    await call("DeleteToken", { project: "ci", role: "deploy", iat: String(iat), id: "fresh" });
    assert.equal(projects.hasToken(token), false);
    await call("DeleteToken", { project: "ci", role: "deploy", iat });
  });

  it("lets members of a role have its tokens", async () => {
    await refused(call("CreateToken", { project: "ci", role: "deploy" }, { policy: "" }), "forbidden", "permission denied: projects, update, ci");
    await call("CreateToken", { project: "ci", role: "deploy", id: "mine" }, { policy: "", groups: ["sre"] });
  });

  it("shows what a project inherits, what belongs to it, and which windows are open", async () => {
    const window = { kind: "allow", schedule: "* * * * *", duration: "1h", applications: ["*"] };
    await call("Create", { project: body("base", { syncWindows: [window] }) });
    await call("Create", { project: { metadata: { name: "web", labels: { tier: "web" } }, spec: {} } });
    const detailed = await call("GetDetailedProject", { name: "web" });
    assert.deepEqual(
      getList(detailed, "globalProjects").map((each) => getString(each, "metadata", "name")),
      ["base"],
    );
    assert.deepEqual(getList(detailed, "repositories"), [{ repo: "https://git.example.com/web", type: "git" }]);
    assert.deepEqual(getList(await call("GetGlobalProjects", { name: "web" }), "items").length, 1);
    assert.deepEqual(await call("GetSyncWindowsState", { name: "web" }), { windows: [window] });
  });

  it("shows the events of a project and of no other", async () => {
    const { metadata } = (await world.get(apiVersion, "AppProject", "web"))!;
    const event = (name: string, involved: object): object => ({ apiVersion: "v1", kind: "Event", metadata: { name }, reason: name, type: "Normal", involvedObject: involved });
    const involved = { apiVersion, kind: "AppProject", namespace, name: "web", uid: metadata.uid };
    await world.put(event("mine", involved) as never);
    await world.put(event("other", { ...involved, name: "shop" }) as never);
    assert.deepEqual(
      getList(await call("ListEvents", { name: "web" }), "items").map((each) => getString(each, "reason")),
      ["mine"],
    );
  });

  const permissions: readonly { readonly operation: string; readonly input: object; readonly needs: string }[] = [
    { operation: "Get", input: { name: "web" }, needs: "projects, get, web" },
    { operation: "GetDetailedProject", input: { name: "web" }, needs: "projects, get, web" },
    { operation: "GetGlobalProjects", input: { name: "web" }, needs: "projects, get, web" },
    { operation: "GetSyncWindowsState", input: { name: "web" }, needs: "projects, get, web" },
    { operation: "ListEvents", input: { name: "web" }, needs: "projects, get, web" },
    { operation: "Create", input: { project: body("new") }, needs: "projects, create, new" },
    { operation: "Update", input: { name: "web", project: body("web") }, needs: "projects, update, web" },
    { operation: "CreateToken", input: { project: "ci", role: "deploy", id: "x" }, needs: "projects, update, ci" },
    { operation: "DeleteToken", input: { project: "ci", role: "deploy", iat: 1 }, needs: "projects, update, ci" },
    { operation: "Delete", input: { name: "new" }, needs: "projects, delete, new" },
  ];
  for (const { operation, input, needs } of permissions) {
    it(`${operation} needs ${needs}`, async () => {
      const others = ["get", "create", "update", "delete"].filter((action) => !needs.includes(`, ${action},`)).map((action) => `p, ada, projects, ${action}, *, allow`);
      await refused(call(operation, input, { policy: others.join("\n") }), "forbidden", `permission denied: ${needs}`);
      await call(operation, input, { policy: `p, ada, ${needs}, allow` });
    });
  }

  it("List shows what may be seen", async () => {
    const items = getList(await call("List", {}, { policy: "p, ada, projects, get, w*, allow" }), "items");
    assert.deepEqual(
      items.map((item) => getString(item, "metadata", "name")),
      ["web", "wide"],
    );
  });
});
