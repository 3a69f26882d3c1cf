import { parseRepository, parseRepositoryCredentials, type Repository, type RepositoryCredentials } from "../api/index.ts";
import { getList } from "../kube/index.ts";
import { queryOf, type Call } from "./application-path.ts";
import type { Http } from "./http.ts";

/** Which of the repositories with one URL: that of this project. */
export interface InProject extends Call {
  readonly project?: string | undefined;
}

/** As the server reads them; `undefined` is left out. */
type RepositoryBody = { readonly [Field in keyof Repository]?: Repository[Field] | undefined } & { readonly repo: string };
type CredentialsBody = { readonly [Field in keyof RepositoryCredentials]?: RepositoryCredentials[Field] | undefined } & { readonly url: string };

export interface RepositoryCalls {
  /** `refresh` asks the remotes anew whether they can be read. */
  fetchRepositories(call: Call & { readonly refresh?: boolean }): Promise<readonly Repository[]>;
  fetchRepository(repo: string, call: InProject & { readonly refresh?: boolean }): Promise<Repository>;
  createRepository(repository: object, call: Call & { readonly upsert: boolean }): Promise<Repository>;
  /** Credentials that are not given are taken away. */
  updateRepository(repository: RepositoryBody, call: InProject): Promise<Repository>;
  deleteRepository(repo: string, call: InProject): Promise<void>;
  fetchRepositoryRefs(repo: string, call: InProject): Promise<{ readonly branches: readonly string[]; readonly tags: readonly string[] }>;
  /** Throws why a repository could not be read so; keeps nothing. */
  checkRepository(repository: RepositoryBody, call: Call): Promise<void>;
  fetchRepositoryCredentials(call: Call): Promise<readonly RepositoryCredentials[]>;
  createRepositoryCredentials(credentials: object, call: Call & { readonly upsert: boolean }): Promise<RepositoryCredentials>;
  updateRepositoryCredentials(credentials: CredentialsBody, call: Call): Promise<RepositoryCredentials>;
  deleteRepositoryCredentials(url: string, call: Call): Promise<void>;
}

const root = "/api/v1/repositories";
const templates = "/api/v1/repocreds";

export function createRepositoryCalls(http: Http): RepositoryCalls {
  return {
    async fetchRepositories({ signal, refresh: forceRefresh }) {
      return getList(await http.json("GET", root, { signal, query: queryOf({ forceRefresh }) }), "items").map(parseRepository);
    },
    async fetchRepository(repo, { signal, project: appProject, refresh: forceRefresh }) {
      return parseRepository(await http.json("GET", pathOf(repo), { signal, query: queryOf({ appProject, forceRefresh }) }));
    },
    async createRepository(repository, { signal, upsert }) {
      return parseRepository(await http.json("POST", root, { signal, body: repository, query: queryOf({ upsert }) }));
    },
    async updateRepository(repository, { signal, project: appProject }) {
      return parseRepository(await http.json("PUT", pathOf(repository.repo), { signal, body: repository, query: queryOf({ appProject }) }));
    },
    async deleteRepository(repo, { signal, project: appProject }) {
      await http.json("DELETE", pathOf(repo), { signal, query: queryOf({ appProject }) });
    },
    async fetchRepositoryRefs(repo, { signal, project: appProject }) {
      const refs = await http.json("GET", `${pathOf(repo)}/refs`, { signal, query: queryOf({ appProject }) });
      const names = (field: string): readonly string[] => getList(refs, field).filter((name) => typeof name === "string");
      return { branches: names("branches"), tags: names("tags") };
    },
    async checkRepository(repository, { signal }) {
      await http.json("POST", `${pathOf(repository.repo)}/validate`, { signal, body: repository });
    },
    ...createTemplateCalls(http),
  };
}

type TemplateCalls = Pick<RepositoryCalls, "fetchRepositoryCredentials" | "createRepositoryCredentials" | "updateRepositoryCredentials" | "deleteRepositoryCredentials">;

function createTemplateCalls(http: Http): TemplateCalls {
  return {
    async fetchRepositoryCredentials({ signal }) {
      return getList(await http.json("GET", templates, { signal }), "items").map(parseRepositoryCredentials);
    },
    async createRepositoryCredentials(credentials, { signal, upsert }) {
      return parseRepositoryCredentials(await http.json("POST", templates, { signal, body: credentials, query: queryOf({ upsert }) }));
    },
    async updateRepositoryCredentials(credentials, { signal }) {
      return parseRepositoryCredentials(await http.json("PUT", `${templates}/${encodeURIComponent(credentials.url)}`, { signal, body: credentials }));
    },
    async deleteRepositoryCredentials(url, { signal }) {
      await http.json("DELETE", `${templates}/${encodeURIComponent(url)}`, { signal });
    },
  };
}

function pathOf(repo: string): string {
  return `${root}/${encodeURIComponent(repo)}`;
}
