import type { Application, ManagedResource } from "../../api/index.ts";
import type { SillageClient } from "../../client/index.ts";
import { getString } from "../../kube/index.ts";
import type { CliDeps } from "../deps.ts";
import { qualifiedName } from "./format-application.ts";
import { renderLocal, type LocalFlags } from "./render-local.ts";
import { chooseRevisions, type RevisionFlags } from "./revision-choice.ts";

/** The objects that differ between the cluster and Git, or what stands in for Git: a folder here, or other revisions. */
export async function fetchDifferences(
  client: SillageClient,
  deps: CliDeps,
  compare: { readonly application: Application; readonly flags: LocalFlags & RevisionFlags },
): Promise<readonly ManagedResource[]> {
  const { application } = compare;
  const name = qualifiedName(application);
  const managed = await client.fetchManagedResources(name, { signal: deps.signal });
  const manifests = await findManifests(client, deps, compare);
  if (manifests === undefined) return managed.filter(({ modified, hook }) => modified && hook !== true);
  // Secrets come masked from the server, and a mask is no value to compare with.
  const compared = await client.fetchServerSideDiff(
    name,
    manifests.filter((manifest) => !isSecret(JSON.parse(manifest))),
    deps,
  );
  const wanted = new Set(compared.map(identity));
  const extra = managed.filter((resource) => resource.liveState !== "null" && resource.hook !== true && resource.kind !== "Secret" && !wanted.has(identity(resource)));
  const removed = extra.map((resource) => ({ ...resource, targetState: "null", predictedLiveState: "null", modified: true }));
  return [...compared.filter(({ modified, hook }) => modified && hook !== true), ...removed];

  function identity({ group, kind, namespace, name: object }: ManagedResource): string {
    return `${group}/${kind}/${namespace}/${object}`;
  }
}

async function findManifests(client: SillageClient, deps: CliDeps, { application, flags }: Parameters<typeof fetchDifferences>[2]): Promise<readonly string[] | undefined> {
  const { local, localRepoRoot: root } = flags;
  if (local !== undefined) return (await renderLocal(deps, application, { folder: local, root })).map((manifest) => JSON.stringify(manifest));
  const revisions = chooseRevisions(application, flags);
  return Object.keys(revisions).length === 0 ? undefined : client.fetchManifests(qualifiedName(application), { ...revisions, signal: deps.signal });
}

function isSecret(manifest: unknown): boolean {
  return getString(manifest, "kind") === "Secret" && getString(manifest, "apiVersion") === "v1";
}
