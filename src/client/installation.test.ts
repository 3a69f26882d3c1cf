import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { isSillageError } from "../errors/index.ts";
import { startApiServer, type ApiServer } from "../../test/support/api-server.ts";
import { createClient, type SillageClient } from "./client.ts";

const { signal } = new AbortController();
const call = { signal };
const repo = "https://git.example.com/shop.git";

describe("What an installation consists of, through the client", { timeout: 30_000 }, () => {
  let api: ApiServer;
  let client: SillageClient;
  before(async () => {
    api = await startApiServer();
    client = createClient({ server: api.url, token: api.token });
  });
  after(() => api.close());

  it("projects and their tokens", async () => {
    const made = await client.createProject({ metadata: { name: "shop" }, spec: { description: "Shop", roles: [{ name: "ci" }] } }, { signal, upsert: false });
    assert.deepEqual(
      (await client.fetchProjects(call)).map(({ metadata }) => metadata.name),
      ["shop"],
    );
    await client.updateProject({ ...made, spec: { ...made.spec, description: "Web shop" } }, call);
    const { spec } = await client.fetchProject("shop", call);
    assert.deepEqual(spec, { description: "Web shop", roles: [{ name: "ci" }] });
    await assert.rejects(client.updateProject(made, call), (error) => isSillageError(error, "conflict"));

    const token = await client.createProjectToken({ project: "shop", role: "ci", id: "one", expiresInSeconds: 60 }, call);
    const asRole = createClient({ server: api.url, token });
    assert.equal((await asRole.fetchProject("shop", call)).metadata.name, "shop");
    await client.deleteProjectToken({ project: "shop", role: "ci", iat: 0, id: "one" }, call);
    await assert.rejects(asRole.fetchProject("shop", call), (error) => isSillageError(error, "unauthenticated"));

    const details = await client.fetchProjectDetails("shop", call);
    assert.deepEqual([details.project.metadata.name, details.globalProjects, details.repositories, details.clusters], ["shop", [], [], []]);
    assert.deepEqual([await client.fetchGlobalProjects("shop", call), await client.fetchProjectWindows("shop", call), await client.fetchProjectEvents("shop", call)], [[], [], []]);
    await client.deleteProject("shop", call);
    assert.deepEqual(await client.fetchProjects(call), []);
  });

  it("repositories and credentials for many", async () => {
    const created = await client.createRepository({ repo, name: "shop", username: "ada", password: "s3cret" }, { signal, upsert: false });
    assert.deepEqual(created, { repo, type: "git", name: "shop", connectionState: { status: "Successful", message: "" } });
    assert.deepEqual(api.answers.checked, [repo]);
    const shown = (await client.fetchRepositories(call)).map(({ connectionState, ...rest }) => ({ ...rest, status: connectionState?.status }));
    assert.deepEqual(shown, [{ repo, type: "git", name: "shop", status: "Successful" }]);
    await client.updateRepository({ repo, bearerToken: "t" }, call);
    assert.equal((await client.fetchRepository(repo, { signal, refresh: true })).name, undefined);
    assert.deepEqual(await client.fetchRepositoryRefs(repo, call), { branches: ["main"], tags: ["v1"] });
    api.answers.unreadable.add(repo);
    await assert.rejects(client.checkRepository({ repo, password: "x" }, call), (error) => isSillageError(error, "forbidden"));
    await client.deleteRepository(repo, call);
    assert.deepEqual(await client.fetchRepositories(call), []);

    const url = "https://git.example.com";
    assert.deepEqual(await client.createRepositoryCredentials({ url, password: "s3cret" }, { signal, upsert: false }), { url, type: "git" });
    await client.updateRepositoryCredentials({ url, bearerToken: "t" }, call);
    assert.deepEqual(await client.fetchRepositoryCredentials(call), [{ url, type: "git" }]);
    await client.deleteRepositoryCredentials(url, call);
    assert.deepEqual(await client.fetchRepositoryCredentials(call), []);
  });

  it("clusters, certificates, settings and the version", async () => {
    const [cluster] = await client.fetchClusters(call);
    assert.deepEqual([cluster?.name, cluster?.connectionState.status], ["in-cluster", "Successful"]);
    assert.deepEqual(await client.fetchCluster({ name: "in-cluster" }, call), await client.fetchCluster({ server: cluster?.server ?? "" }, call));

    const key = Buffer.from("AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl").toString("base64");
    const github = { serverName: "github.com", certType: "ssh", certSubType: "ssh-ed25519" } as const;
    const shown = { ...github, certInfo: "SHA256:+DiY3wvvV6TuJJhbpZisF/zLDA0zPMSvHdkr4UvCOqU" };
    assert.deepEqual(await client.createCertificates([{ ...github, certData: key }], { signal, upsert: false }), [shown]);
    assert.deepEqual(await client.fetchCertificates({ hostNamePattern: "github.*" }, call), [shown]);
    assert.deepEqual(await client.deleteCertificates({ hostNamePattern: "github.com", certType: "ssh" }, call), [shown]);

    assert.equal((await client.fetchSettings(call))["controllerNamespace"], "argocd");
    assert.deepEqual([await client.fetchVersion(call), (await client.fetchVersionInfo(call)).Version], ["1.2.3", "1.2.3"]);
  });
});
