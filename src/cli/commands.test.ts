import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { createClient, type SillageClient } from "../client/index.ts";
import { emptyLocalConfig, putContext } from "./connection/index.ts";
import { startApiServer, type ApiServer } from "../../test/support/api-server.ts";
import { assertGolden, runCli, transcript } from "../../test/support/run-cli.ts";

const pem = `-----BEGIN CERTIFICATE-----
MIIBczCCARmgAwIBAgIUEzOd2Ns7w7gZk6cH9G1zI2bdYzUwCgYIKoZIzj0EAwIw
-----END CERTIFICATE-----
`;
const hostKey = "AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl";
const files = {
  "project.yaml": "apiVersion: argoproj.io/v1alpha1\nkind: AppProject\nmetadata: {name: filed}\nspec: {description: From a file}\n",
  "service.yaml": "apiVersion: v1\nkind: Service\nmetadata: {name: web}\n",
  known_hosts: `# scanned\ngit.example.com ssh-ed25519 ${hostKey}\n`,
  "bad.pem": pem,
  "cm.yaml": 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: argocd-cm}\ndata: {timeout.reconciliation: often, accounts.ada: "login, dance"}\n',
  "rbac.yaml": 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: argocd-rbac-cm}\ndata: {policy.csv: "p, ada, applications"}\n',
  "good.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: argocd-cm}\ndata: {timeout.reconciliation: 60s}\n",
};

/** One golden file for each group: what a person would see who types these lines one after the other. */
const transcripts: Readonly<Record<string, readonly string[]>> = {
  proj: [
    "proj create shop --description Shop -s https://git.example.com/shop.git -d https://a,shop --orphaned-resources",
    "proj create shop --description Other",
    "proj create -f project.yaml",
    "proj create other -f project.yaml",
    "proj create -f service.yaml",
    "proj add-destination shop https://a staging",
    "proj add-destination shop https://a staging",
    "proj add-destination shop east prod --name",
    "proj remove-destination shop https://a nowhere",
    "proj add-source shop https://git.example.com/other.git",
    "proj add-source shop https://git.example.com/other.git",
    "proj remove-source shop https://git.example.com/none.git",
    "proj allow-cluster-resource shop * Namespace",
    "proj allow-cluster-resource shop * Namespace",
    "proj deny-namespace-resource shop '' Secret",
    "proj add-orphaned-ignore shop '' ConfigMap --name kube-*",
    "proj add-source-namespace shop team-a",
    "proj add-destination-service-account shop https://a shop deployer --service-account-namespace ops",
    "proj set shop",
    "proj set shop --description Shops",
    "proj get shop",
    "proj get filed -o name",
    "proj get nosuch",
    "proj list",
    "proj list -o name",
    "proj delete filed",
    "proj delete default",
  ],
  "proj-role": [
    "proj create team",
    "proj role list team",
    "proj role create team dev --description Developers",
    "proj role create team dev",
    "proj role add-policy team dev -a sync -o web",
    "proj role add-policy team dev -a get -o * -r logs",
    "proj role add-policy team nosuch -a sync -o web",
    "proj role add-policy team dev",
    "proj role add-group team dev developers",
    "proj role add-group team dev developers",
    "proj role get team dev",
    "proj role list team",
    "proj role list-tokens team dev",
    "proj role remove-policy team dev -a sync -o web",
    "proj role remove-group team dev developers",
    "proj role get team dev",
    "proj role delete team dev",
    "proj role delete team dev",
  ],
  "proj-windows": [
    "proj create night",
    "proj windows add night --kind allow --schedule '0 22 * * *' --duration 1h --applications prod-*,web --time-zone Europe/Paris",
    "proj windows add night --kind deny --schedule '0 0 * * *' --duration 30m --namespaces shop --manual-sync --use-and-operator",
    "proj windows add night --kind deny --duration 30m --namespaces shop",
    "proj windows add night --kind deny --schedule never --duration 30m --namespaces shop",
    "proj windows update night 0 --duration 2h",
    "proj windows enable-sync-overrun night 1",
    "proj windows disable-manual-sync night 1",
    "proj windows list night -o yaml",
    "proj windows delete night 0",
    "proj windows delete night 7",
  ],
  repo: [
    "repo add https://git.example.com/shop.git --name shop --username ada --password hidden",
    "repo add https://git.example.com/shop.git --name shop --username bob --password hidden",
    "repo add https://git.example.com/shop.git --name shop --username bob --password hidden --upsert",
    "repo add https://git.example.com/x.git --tls-client-cert-path bad.pem",
    "repo add https://charts.example.com --type helm",
    "repo list -o url",
    "repo get https://git.example.com/shop.git -o yaml",
    "repo get https://git.example.com/nosuch.git",
    "repo rm https://git.example.com/shop.git",
    "repo list",
    "repocreds add https://git.example.com/team --username ada --password hidden",
    "repocreds list",
    "repocreds list -o url",
    "repocreds rm https://git.example.com/team",
    "repocreds list",
  ],
  cert: [
    "cert add-ssh --batch --from known_hosts",
    "cert add-tls git.example.com --from bad.pem",
    "cert add-tls git.example.com --from known_hosts",
    "cert list",
    "cert list --cert-type https -o json",
    "cert rm *",
    "cert rm git.example.com --cert-type ssh",
    "cert rm git.example.com",
  ],
  cluster: ["cluster list", "cluster get in-cluster -o wide", "cluster get https://kubernetes.default.svc -o server", "cluster get nosuch"],
  account: [
    "account list",
    "account get",
    "account get -o yaml --account admin",
    "account get-user-info",
    "account get-user-info -o json",
    "account can-i sync applications */*",
    "account can-i dance applications */*",
    "account generate-token",
    "account session-token",
    "account get --account nosuch",
    "account delete-token nosuch",
  ],
  context: ["context", "context b", "context b", "context nosuch", "context --delete", "context a --delete", "context", "configure --prompts-enabled", "logout nosuch"],
  "admin-settings": [
    "admin settings validate --argocd-cm-path cm.yaml --argocd-rbac-cm-path rbac.yaml",
    "admin settings validate --argocd-cm-path good.yaml",
    "admin settings validate --argocd-cm-path nosuch.yaml",
  ],
  version: ["version", "version --short", "version -o json --client"],
};

describe("Commands over the real API", { timeout: 60_000 }, () => {
  let api: ApiServer;
  let client: SillageClient;
  before(async () => {
    api = await startApiServer();
    client = createClient({ server: api.url, token: api.token });
  });
  after(() => api.close());

  for (const [name, lines] of Object.entries(transcripts)) {
    it(`show what ${name}.txt has`, async () => {
      const user = { authToken: "a.b.c" };
      const config = {
        current: putContext(putContext(emptyLocalConfig, { name: "b", server: { server: "b:443" }, user }), { name: "a", server: { server: "a:443" }, user }),
      };
      const parts: string[] = [];
      for (const line of lines) {
        const argv = split(line);
        parts.push(transcript(argv, await runCli(argv, { client, files, config })));
      }
      await assertGolden(new URL(`golden/${name}.txt`, import.meta.url), mask(parts.join("\n")));
    });
  }

  it("ask before they delete when somebody wants to be asked", async () => {
    const config = { current: { ...emptyLocalConfig, promptsEnabled: true } };
    await runCli(["proj", "create", "asked"], { client });
    const no = await runCli(["proj", "delete", "asked"], { client, config, answers: [false] });
    assert.deepEqual(no, { stdout: "The command to delete 'asked' was cancelled.\n", stderr: "Are you sure you want to delete 'asked' project?\n", exitCode: 0 });
    assert.equal((await runCli(["proj", "delete", "asked", "--prompts-enabled=false"], { client, config })).stdout, "project 'asked' deleted\n");
  });

  it("edit a project in an editor", async () => {
    await runCli(["proj", "create", "edited", "--description", "old"], { client });
    const editor = (change: (text: string) => string) => ({ editText: async (text: string) => change(text) });
    assert.equal((await runCli(["proj", "edit", "edited"], { client, deps: editor((text) => text) })).stdout, "Edit cancelled, no changes made\n");
    assert.equal((await runCli(["proj", "edit", "edited"], { client, deps: editor((text) => text.replace("old", "new")) })).stdout, "project 'edited' updated\n");
    assert.equal((await client.fetchProject("edited", { signal: AbortSignal.timeout(5_000) })).spec.description, "new");
    assert.equal((await runCli(["proj", "edit", "edited"], { client, deps: editor(() => "7") })).exitCode, 20);
  });

  it("make, list and delete tokens of a role", async () => {
    await runCli(["proj", "create", "tokens"], { client });
    await runCli(["proj", "role", "create", "tokens", "ci"], { client });
    const { stdout } = await runCli(["proj", "role", "create-token", "tokens", "ci", "--id", "one", "--expires-in", "1h"], { client });
    assert.match(stdout, /^Create token succeeded for proj:tokens:ci\.\n {2}ID: one\n {2}Issued At: \S+Z\n {2}Expires At: \S+Z\n {2}Token: \S+\n$/);
    const listed = (await runCli(["proj", "role", "list-tokens", "tokens", "ci", "-u"], { client })).stdout;
    const [, issuedAt = ""] = /^one +(\d+) +\d+$/m.exec(listed) ?? [];
    assert.notEqual(issuedAt, "", listed);
    assert.equal((await runCli(["proj", "role", "delete-token", "tokens", "ci", issuedAt], { client })).exitCode, 0);
    assert.equal((await runCli(["proj", "role", "list-tokens", "tokens", "ci"], { client })).stdout, "No tokens for tokens.ci\n");
  });

  it("make, show and delete tokens of an account", async () => {
    await api.set("argocd-cm", { "accounts.ci": "apiKey" });
    const { stdout } = await runCli(["account", "generate-token", "--account", "ci", "--id", "deploy", "--expires-in", "7d"], { client });
    const asCi = createClient({ server: api.url, token: stdout.trim() });
    assert.match((await runCli(["account", "get-user-info"], { client: asCi })).stdout, /^Username: ci$/m);
    assert.match((await runCli(["account", "get", "-a", "ci"], { client })).stdout, /^Capabilities: +apiKey\n\nTokens:\nID +ISSUED AT +EXPIRING AT\ndeploy +\S+Z +\S+Z$/m);
    assert.equal((await runCli(["account", "delete-token", "deploy", "-a", "ci"], { client })).exitCode, 0);
    assert.match((await runCli(["account", "get", "-a", "ci"], { client })).stdout, /\nTokens:\nNONE\n$/);
    assert.equal((await runCli(["account", "get-user-info"], { client: asCi })).stdout, "Logged In: false\n");
  });

  it("hash a password as argocd-secret wants it", async () => {
    assert.match((await runCli(["account", "bcrypt"], { answers: ["correct horse"] })).stdout, /^\$2b\$10\$.{53}\n$/);
  });
});

/** As a shell would, with single quotes only. */
function split(line: string): readonly string[] {
  return [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, word]) => quoted ?? word ?? "");
}

/** What is another each time. */
function mask(text: string): string {
  return text.replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, "<time>").replaceAll(/resourceVersion: "\d+"/g, 'resourceVersion: "<version>"');
}
