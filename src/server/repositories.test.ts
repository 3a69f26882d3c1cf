import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { createClient, type SillageClient } from "../client/index.ts";
import { isSillageError } from "../errors/index.ts";
import type { KubeObject } from "../kube/index.ts";
import { startApiServer, type ApiServer } from "../../test/support/api-server.ts";

const { signal } = new AbortController();

/** The values of a Secret, decoded. */
function decode(secret: KubeObject): unknown {
  return Object.fromEntries(Object.entries(secret["data"] as Record<string, string>).map(([key, value]) => [key, Buffer.from(value, "base64").toString("utf8")]));
}

describe("Repositories over HTTP", { timeout: 30_000 }, () => {
  let api: ApiServer;
  let client: SillageClient;
  before(async () => {
    api = await startApiServer();
    client = createClient({ server: api.url, token: api.token });
  });
  after(() => api.close());

  async function secrets(): Promise<readonly KubeObject[]> {
    const { items } = await api.kube.fetchList(api.secrets, { namespace: "argocd", labelSelector: "argocd.argoproj.io/secret-type=repository", signal });
    return items;
  }

  it("checks a repository, keeps it in a Secret, and never shows the credentials", async () => {
    const repository = { repo: "https://git.example.com/shop.git", name: "shop", username: "ada", password: "s3cret", insecure: true };
    const created = await client.createRepository(repository, { signal, upsert: false });
    assert.deepEqual(created, { repo: repository.repo, type: "git", connectionState: { status: "Successful", message: "" } });
    assert.deepEqual(api.answers.checked, [{ ...repository, type: "git" }]);
    assert.deepEqual((await secrets()).map(decode), [{ type: "git", url: repository.repo, name: "shop", username: "ada", password: "s3cret", insecure: "true" }]);
    const answer = await fetch(`${api.url}/api/v1/repositories`, { headers: { authorization: `Bearer ${api.token}` } });
    assert.deepEqual(await answer.json(), { items: [{ repo: repository.repo, type: "git", name: "shop", insecure: true }] });
  });

  it("takes the same again, and another only with upsert, which forgets what is not given", async () => {
    const repository = { repo: "https://git.example.com/again.git", username: "ada", password: "old" };
    await client.createRepository(repository, { signal, upsert: false });
    await client.createRepository(repository, { signal, upsert: false });
    const token = { repo: "https://git.example.com/again", bearerToken: "new" };
    await assert.rejects(
      client.createRepository(token, { signal, upsert: false }),
      (error) =>
        isSillageError(error, "invalid") && error.message === 'Repository "https://git.example.com/again": existing repository spec is different, use upsert flag to force update',
    );
    await client.createRepository(token, { signal, upsert: true });
    const kept = (await secrets()).map(decode).filter((values) => JSON.stringify(values).includes("again"));
    assert.deepEqual(kept, [{ type: "git", url: token.repo, bearerToken: "new" }]);
  });

  it("keeps nothing of a repository it cannot read", async () => {
    const repo = "https://git.example.com/locked.git";
    api.answers.unreadable.add(repo);
    const before = (await secrets()).length;
    await assert.rejects(
      client.createRepository({ repo, password: "s3cret" }, { signal, upsert: false }),
      (error) => isSillageError(error, "forbidden") && error.message === `Cannot read repository "${repo}": authentication failed`,
    );
    assert.equal((await secrets()).length, before);
  });

  const refused = [
    { name: "no URL", repository: {}, want: 'A repository needs "repo", its URL' },
    { name: "a chart repository", repository: { repo: "https://charts.example.com", type: "helm" }, want: 'Repository type "helm" is not supported: only "git" is' },
    {
      name: "a password in the URL",
      repository: { repo: "https://ada:s3cret@git.example.com/shop.git" },
      want: "A repository URL must not carry a password: give username and password apart",
    },
  ];
  for (const { name, repository, want } of refused) {
    it(`refuses ${name}`, () =>
      assert.rejects(client.createRepository(repository, { signal, upsert: false }), (error) => isSillageError(error, "invalid") && error.message === want));
  }
});
