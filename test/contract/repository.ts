import { deepEqual, equal } from "node:assert/strict";
import type { ApiServer } from "../support/api-server.ts";
import type { ContractRow } from "./row.ts";

const repositories = "/api/v1/repositories";
const templates = "/api/v1/repocreds";
const url = (name: string): string => `https://git.example.com/${name}.git`;
const at = (name: string): string => `${repositories}/${encodeURIComponent(url(name))}`;

/** Through the API itself, as the administrator. */
async function make(api: ApiServer, path: string, body: object): Promise<void> {
  const headers = { authorization: `Bearer ${api.token}`, "content-type": "application/json" };
  const response = await fetch(`${api.url}${path}?upsert=true`, { method: "POST", headers, body: JSON.stringify(body) });
  equal(response.status, 200, await response.text());
}
const makeRepository = (api: ApiServer, name: string, fields: object = {}): Promise<void> => make(api, repositories, { repo: url(name), password: "s3cret", ...fields });

export const rows: readonly ContractRow[] = [
  {
    operation: "RepositoryService/ListRepositories",
    path: repositories,
    needs: [`repositories, get, ${url("listed")}`],
    without: 200,
    given: (api) => makeRepository(api, "listed"),
    check: (answer) =>
      deepEqual(
        (answer as { readonly items: readonly { readonly repo: string }[] }).items.map(({ repo }) => repo),
        [url("listed")],
      ),
  },
  { operation: "RepositoryService/Get", path: at("listed"), needs: [`repositories, get, ${url("listed")}`] },
  { operation: "RepositoryService/Get", path: at("none"), needs: [`repositories, get, ${url("none")}`], status: 404 },
  {
    operation: "RepositoryService/Get",
    path: `${at("scoped")}?appProject=team`,
    needs: [`repositories, get, team/${url("scoped")}`],
    given: (api) => makeRepository(api, "scoped", { project: "team" }),
  },
  { operation: "RepositoryService/ListRefs", path: `${at("listed")}/refs`, needs: [`repositories, get, ${url("listed")}`] },
  {
    operation: "RepositoryService/CreateRepository",
    path: repositories,
    body: { repo: url("made"), username: "ada", password: "s3cret" },
    needs: [`repositories, create, ${url("made")}`],
  },
  {
    operation: "RepositoryService/CreateRepository",
    path: repositories,
    body: { repo: url("made"), password: "other" },
    needs: [`repositories, create, ${url("made")}`],
    status: 400,
  },
  { operation: "RepositoryService/CreateRepository", path: repositories, body: { repo: url("made"), type: "helm" }, needs: [`repositories, create, ${url("made")}`], status: 400 },
  { operation: "RepositoryService/ValidateAccess", path: `${at("listed")}/validate`, body: { password: "s3cret" }, needs: [`repositories, create, ${url("listed")}`] },
  { operation: "RepositoryService/UpdateRepository", path: at("made"), body: { password: "new" }, needs: [`repositories, update, ${url("made")}`] },
  { operation: "RepositoryService/DeleteRepository", path: at("gone"), needs: [`repositories, delete, ${url("gone")}`], given: (api) => makeRepository(api, "gone") },
  {
    operation: "RepoCredsService/ListRepositoryCredentials",
    path: templates,
    needs: ["repositories, get, https://listed.example.com"],
    without: 200,
    given: (api) => make(api, templates, { url: "https://listed.example.com", password: "s3cret" }),
    check: (answer) => deepEqual(answer, { items: [{ url: "https://listed.example.com", type: "git" }] }),
  },
  {
    operation: "RepoCredsService/CreateRepositoryCredentials",
    path: templates,
    body: { url: "https://made.example.com" },
    needs: ["repositories, create, https://made.example.com"],
  },
  {
    operation: "RepoCredsService/UpdateRepositoryCredentials",
    path: `${templates}/${encodeURIComponent("https://made.example.com")}`,
    body: { password: "new" },
    needs: ["repositories, update, https://made.example.com"],
  },
  {
    operation: "RepoCredsService/DeleteRepositoryCredentials",
    path: `${templates}/${encodeURIComponent("https://made.example.com")}`,
    needs: ["repositories, delete, https://made.example.com"],
  },
  {
    operation: "RepoCredsService/DeleteRepositoryCredentials",
    path: `${templates}/${encodeURIComponent("https://none.example.com")}`,
    needs: ["repositories, delete, https://none.example.com"],
    status: 404,
  },
];
