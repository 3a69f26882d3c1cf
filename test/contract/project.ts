import { deepEqual, equal } from "node:assert/strict";
import type { ApiServer } from "../support/api-server.ts";
import type { ContractRow } from "./row.ts";

const root = "/api/v1/projects";
const project = (name: string, spec: object = {}): object => ({ metadata: { name }, spec });

/** Through the API itself, as the administrator. */
async function make(api: ApiServer, name: string, spec: object = {}): Promise<void> {
  const response = await fetch(`${api.url}${root}`, {
    method: "POST",
    headers: { authorization: `Bearer ${api.token}`, "content-type": "application/json" },
    body: JSON.stringify({ project: project(name, spec), upsert: true }),
  });
  equal(response.status, 200, await response.text());
}

const roles = [{ name: "ci", policies: [] }];

export const rows: readonly ContractRow[] = [
  {
    operation: "ProjectService/List",
    path: root,
    needs: ["projects, get, listed"],
    without: 200,
    given: (api) => make(api, "listed"),
    check: (answer) => deepEqual(namesIn(answer), ["listed"]),
  },
  { operation: "ProjectService/Get", path: `${root}/shown`, needs: ["projects, get, shown"], given: (api) => make(api, "shown") },
  { operation: "ProjectService/Get", path: `${root}/none`, needs: ["projects, get, none"], status: 404 },
  { operation: "ProjectService/GetDetailedProject", path: `${root}/shown/detailed`, needs: ["projects, get, shown"] },
  { operation: "ProjectService/GetGlobalProjects", path: `${root}/shown/globalprojects`, needs: ["projects, get, shown"] },
  { operation: "ProjectService/GetSyncWindowsState", path: `${root}/shown/syncwindows`, needs: ["projects, get, shown"] },
  { operation: "ProjectService/ListEvents", path: `${root}/shown/events`, needs: ["projects, get, shown"] },
  { operation: "ProjectService/Create", path: root, body: { project: project("made", { description: "x" }) }, needs: ["projects, create, made"] },
  { operation: "ProjectService/Create", path: root, body: { project: project("made", { description: "y" }) }, needs: ["projects, create, made"], status: 400 },
  { operation: "ProjectService/Create", path: root, body: { project: project("twice", { roles: [...roles, ...roles] }) }, needs: ["projects, create, twice"], status: 409 },
  { operation: "ProjectService/Update", path: `${root}/made`, body: { project: project("made", { description: "z" }) }, needs: ["projects, update, made"] },
  {
    operation: "ProjectService/Update",
    path: `${root}/made`,
    body: { project: project("made", { sourceRepos: ["*"] }) },
    needs: ["projects, update, made"],
    status: 403,
    check: (answer) => equal((answer as { readonly error: string }).error.startsWith("permission denied: repositories, update, *"), true),
  },
  {
    operation: "ProjectService/CreateToken",
    path: `${root}/tokens/roles/ci/token`,
    body: { id: "one", expiresIn: "3600" },
    needs: ["projects, update, tokens"],
    given: (api) => make(api, "tokens", { roles }),
  },
  { operation: "ProjectService/CreateToken", path: `${root}/tokens/roles/none/token`, body: {}, needs: ["projects, update, tokens"], status: 404 },
  { operation: "ProjectService/DeleteToken", path: `${root}/tokens/roles/ci/token/1?id=one`, needs: ["projects, update, tokens"] },
  { operation: "ProjectService/Delete", path: `${root}/gone`, needs: ["projects, delete, gone"], given: (api) => make(api, "gone") },
  { operation: "ProjectService/Delete", path: `${root}/default`, needs: ["projects, delete, default"], status: 400 },
];

function namesIn(answer: unknown): readonly string[] {
  return (answer as { readonly items: readonly { readonly metadata: { readonly name: string } }[] }).items.map(({ metadata }) => metadata.name);
}
