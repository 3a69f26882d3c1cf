import { isAutomated, type Application, type SyncRequest, type SyncResource } from "../../api/index.ts";
import type { SillageClient } from "../../client/index.ts";
import { getString, getStringMap } from "../../kube/index.ts";
import type { CliDeps } from "../deps.ts";
import { misusedFlags, unwantedOutcome } from "../exit-code.ts";
import { renderLocal, type LocalFlags } from "./render-local.ts";
import { chooseRevisions, type RevisionChoice, type RevisionFlags } from "./revision-choice.ts";
import { splitPair } from "./spec/merge.ts";
import { parseSyncFlags, selectResources, type SyncFlags } from "./sync-request.ts";

export interface SyncPlanFlags extends SyncFlags, RevisionFlags, LocalFlags {
  readonly resource?: readonly string[];
  readonly label?: readonly string[];
}

/** The sync that the flags describe for this application: its resources, its sources, a folder rendered as it would be. */
export async function planSync(client: SillageClient, deps: CliDeps, { name, flags }: { readonly name: string; readonly flags: SyncPlanFlags }): Promise<SyncRequest> {
  const request = parseSyncFlags(flags);
  if (!needsApplication(flags)) return request;
  const application = await client.fetchApplication(name, { signal: deps.signal });
  const revisions = chooseRevisions(application, flags);
  const labelled = flags.label === undefined ? [] : await selectLabelled(client, deps, { name, labels: flags.label, revisions });
  const resources = [...(flags.resource === undefined ? [] : selectResources(application, flags.resource)), ...labelled];
  return { ...request, ...revisions, ...(resources.length === 0 ? {} : { resources }), ...(await manifestsOf(deps, application, flags)) };
}

function needsApplication({ revision, revisions, sourcePositions, sourceNames, resource, label, local }: SyncPlanFlags): boolean {
  return [revision, revisions, sourcePositions, sourceNames, resource, label, local].some((flag) => flag !== undefined);
}

async function manifestsOf(deps: CliDeps, application: Application, { local, localRepoRoot: root, dryRun }: SyncPlanFlags): Promise<Pick<SyncRequest, "manifests">> {
  if (local === undefined) return {};
  if (isAutomated(application.spec) && dryRun !== true) throw misusedFlags("Cannot use local sync when Automatic Sync Policy is enabled except with --dry-run");
  const manifests = await renderLocal(deps, application, { folder: local, root });
  return { manifests: manifests.map((manifest) => JSON.stringify(manifest)) };
}

interface LabelChoice {
  readonly name: string;
  readonly labels: readonly string[];
  readonly revisions: RevisionChoice;
}

async function selectLabelled(client: SillageClient, deps: CliDeps, { name, labels, revisions }: LabelChoice): Promise<readonly SyncResource[]> {
  const wanted = labels.map((pair) => splitPair(pair, "--label"));
  const manifests = (await client.fetchManifests(name, { ...revisions, signal: deps.signal })).map((manifest): unknown => JSON.parse(manifest));
  const chosen = manifests.filter((manifest) => {
    const found = getStringMap(manifest, "metadata", "labels");
    return wanted.every(([label, value]) => found[label] === value);
  });
  if (chosen.length === 0) throw unwantedOutcome(`No matching resources found for labels: ${labels.join(", ")}`);
  return chosen.map(toResource);
}

function toResource(manifest: unknown): SyncResource {
  const apiVersion = getString(manifest, "apiVersion") ?? "";
  const namespace = getString(manifest, "metadata", "namespace");
  return {
    group: apiVersion.includes("/") ? apiVersion.slice(0, apiVersion.indexOf("/")) : "",
    kind: getString(manifest, "kind") ?? "",
    name: getString(manifest, "metadata", "name") ?? "",
    ...(namespace === undefined ? {} : { namespace }),
  };
}
