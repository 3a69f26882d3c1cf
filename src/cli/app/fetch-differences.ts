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
  const name = qualifiedName(compare.application);
  const { signal } = deps;
  const managed = await client.fetchManagedResources(name, { signal });
  const manifests = await findManifests(client, deps, compare);
  if (manifests === undefined) return managed.filter(isDifferent);
  // Secrets come masked from the server, and a mask is no value to compare with.
  const comparable = manifests.filter((manifest) => !isSecret(JSON.parse(manifest)));
  const compared = await client.fetchServerSideDiff(name, comparable, { signal });
  const wanted = new Set(compared.map(identity));
  const left = managed.filter((resource) => resource.liveState !== "null" && resource.hook !== true && resource.kind !== "Secret" && !wanted.has(identity(resource)));
  return [...compared.filter(isDifferent), ...left.map((resource) => ({ ...resource, targetState: "null", predictedLiveState: "null", modified: true }))];
}

function isDifferent({ modified, hook }: ManagedResource): boolean {
  return modified && hook !== true;
}

function identity({ group, kind, namespace, name }: ManagedResource): string {
  return `${group}/${kind}/${namespace}/${name}`;
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
