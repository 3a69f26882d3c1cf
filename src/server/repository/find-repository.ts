import { SillageError } from "../../errors/index.ts";
import { normalizeRepoUrl } from "../../git/index.ts";
import type { KubeObject } from "../../kube/index.ts";
import { readSecretKey } from "../../settings/index.ts";
import type { Access, Permission } from "../operation/index.ts";

/** A repository as a request names it: by its URL, and by its project when several have the URL. */
export interface NamedRepository {
  readonly repo: string;
  readonly appProject?: string;
}

export interface Scoped {
  readonly repo: string;
  readonly project?: string | undefined;
}

export function permissionOf(action: string, { repo, project = "" }: Scoped): Permission {
  return { resource: "repositories", action, object: project === "" ? repo : `${project}/${repo}` };
}

/** Tells two spellings of a URL, but not two projects, to be the same. */
export function keyOf(secret: KubeObject): string {
  return `${normalizeRepoUrl(readSecretKey(secret, "url") ?? "")}\n${readSecretKey(secret, "project") ?? ""}`;
}

export function findSecret(secrets: readonly KubeObject[], { repo, project = "" }: Scoped): KubeObject | undefined {
  return secrets.find((secret) => keyOf(secret) === `${normalizeRepoUrl(repo)}\n${project}`);
}

/** Access to operations on one repository: it must exist and the caller must be allowed this action on it, within its project when it has one. */
export function createRepositoryAccess(list: () => readonly KubeObject[]): (action: string) => Access<NamedRepository, KubeObject> {
  return (action) => ({
    kind: "permitted",
    permissions: [`repositories, ${action}`],
    async admit({ guard }, { repo, appProject }) {
      const [secret, ...others] = list().filter((each) => isNamed(each, { repo, project: appProject }));
      const project = appProject ?? readSecretKey(secret, "project");
      guard.require(permissionOf(action, { repo: readSecretKey(secret, "url") ?? repo, project }));
      if (secret === undefined) throw new SillageError("notFound", `repo '${repo}' not found`);
      if (others.length > 0) throw new SillageError("invalid", `Repository "${repo}" is in several projects: name one with appProject`);
      return secret;
    },
  });
}

function isNamed(secret: KubeObject, { repo, project }: Scoped): boolean {
  return project === undefined ? normalizeRepoUrl(readSecretKey(secret, "url") ?? "") === normalizeRepoUrl(repo) : findSecret([secret], { repo, project }) !== undefined;
}
