import { parseAppProject, type AppProject, type Repository, type SyncWindow, parseRepository } from "../api/index.ts";
import { SillageError } from "../errors/index.ts";
import { getField, getList, getString, isKubeObject, isRecord, type KubeObject } from "../kube/index.ts";
import type { Call } from "./application-path.ts";
import { parseCluster, type ClusterInfo } from "./cluster-calls.ts";
import type { Http } from "./http.ts";

export interface ProjectDetails {
  readonly project: AppProject;
  /** Those it inherits from. */
  readonly globalProjects: readonly AppProject[];
  readonly repositories: readonly Repository[];
  readonly clusters: readonly ClusterInfo[];
}

export interface ProjectCalls {
  fetchProjects(call: Call): Promise<readonly AppProject[]>;
  fetchProject(name: string, call: Call): Promise<AppProject>;
  fetchProjectDetails(name: string, call: Call): Promise<ProjectDetails>;
  fetchGlobalProjects(name: string, call: Call): Promise<readonly AppProject[]>;
  /** The windows that are open now. */
  fetchProjectWindows(name: string, call: Call): Promise<readonly SyncWindow[]>;
  fetchProjectEvents(name: string, call: Call): Promise<readonly KubeObject[]>;
  createProject(project: object, call: Call & { readonly upsert: boolean }): Promise<AppProject>;
  /** Throws `conflict` when the project was changed since it was read. */
  updateProject(project: AppProject, call: Call): Promise<AppProject>;
  deleteProject(name: string, call: Call): Promise<void>;
  /** The token, which nobody can ask for again. */
  createProjectToken(token: ProjectTokenRequest, call: Call): Promise<string>;
  deleteProjectToken(token: { readonly project: string; readonly role: string; readonly iat: number; readonly id?: string }, call: Call): Promise<void>;
}

export interface ProjectTokenRequest {
  readonly project: string;
  readonly role: string;
  readonly id?: string;
  /** Left out or 0: it never expires. */
  readonly expiresInSeconds?: number;
  readonly description?: string;
}

const root = "/api/v1/projects";

export function createProjectCalls(http: Http): ProjectCalls {
  const fetchOf = (name: string, { signal }: Call, rest = ""): Promise<unknown> => http.json("GET", `${pathOf(name)}${rest}`, { signal });
  return {
    async fetchProjects({ signal }) {
      return getList(await http.json("GET", root, { signal }), "items").map(parseProject);
    },
    fetchProject: async (name, call) => parseProject(await fetchOf(name, call)),
    async fetchProjectDetails(name, call) {
      const details = await fetchOf(name, call, "/detailed");
      return {
        project: parseProject(getField(details, "project")),
        globalProjects: getList(details, "globalProjects").map(parseProject),
        repositories: getList(details, "repositories").map(parseRepository),
        clusters: getList(details, "clusters").map(parseCluster),
      };
    },
    fetchGlobalProjects: async (name, call) => getList(await fetchOf(name, call, "/globalprojects"), "items").map(parseProject),
    fetchProjectWindows: async (name, call) => getList(await fetchOf(name, call, "/syncwindows"), "windows").filter(isRecord),
    fetchProjectEvents: async (name, call) => getList(await fetchOf(name, call, "/events"), "items").filter(isKubeObject),
    async createProject(project, { signal, upsert }) {
      return parseProject(await http.json("POST", root, { signal, body: { project, upsert } }));
    },
    async updateProject(project, { signal }) {
      return parseProject(await http.json("PUT", pathOf(project.metadata.name ?? ""), { signal, body: { project } }));
    },
    async deleteProject(name, { signal }) {
      await http.json("DELETE", pathOf(name), { signal });
    },
    async createProjectToken({ project, role, expiresInSeconds = 0, ...rest }, { signal }) {
      const answer = await http.json("POST", tokenPath(project, role), { signal, body: { ...rest, expiresIn: expiresInSeconds } });
      return getString(answer, "token") ?? "";
    },
    async deleteProjectToken({ project, role, iat, id }, { signal }) {
      await http.json("DELETE", `${tokenPath(project, role)}/${iat}`, { signal, query: id === undefined ? [] : [["id", id]] });
    },
  };
}

function pathOf(name: string): string {
  return `${root}/${encodeURIComponent(name)}`;
}

function tokenPath(project: string, role: string): string {
  return `${pathOf(project)}/roles/${encodeURIComponent(role)}/token`;
}

/** Argo CD's own server leaves out the kind. */
function parseProject(value: unknown): AppProject {
  if (!isRecord(value)) throw new SillageError("internal", "The server's answer is no project");
  return parseAppProject({ apiVersion: "argoproj.io/v1alpha1", metadata: {}, spec: {}, ...value, kind: "AppProject" });
}
