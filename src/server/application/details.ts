import { type Static, Type } from "typebox";
import { describeRule, explainSource, sourcesOf, type Application, type ApplicationSource, type ManagedResource, type AppProject } from "../../api/index.ts";
import { SillageError } from "../../errors/index.ts";
import { isKubeObject, type KubeObject } from "../../kube/index.ts";
import { type Access, defineOperation, type Operation, parseFields, parseJson, selectedItemsOf } from "../operation/index.ts";
import type { ApplicationServiceDeps, ApplicationServiceOptions } from "./deps.ts";
import { createApplicationAccess, type Named } from "./find-application.ts";
import { positionRevisions } from "./position-revisions.ts";
import { requireProject } from "./require-project.ts";
import { applicationWindows, managedResource, named, revisionMetadata, revisionsOf } from "./schemas.ts";
import { assessWindows } from "./windows.ts";

const one = "/api/v1/applications/:name";

/** What belongs to an application: its objects, its manifests, its commits, its sync windows. */
export function createDetails(deps: ApplicationServiceDeps, options: ApplicationServiceOptions): readonly Operation[] {
  const access = createApplicationAccess(deps, options);
  return [
    defineOperation({
      name: "ApplicationService/ManagedResources",
      route: { method: "GET", path: "/api/v1/applications/:applicationName/managed-resources" },
      request: managedResourcesRequest,
      response: selectedItemsOf(managedResource),
      access: byApplicationName(access("get")),
      async handle({ ctx }, { fields, ...filter }, found) {
        return parseFields(fields)({ items: (await deps.fetchManagedResources(ctx, found)).filter((resource) => isAskedFor(resource, filter)) });
      },
    }),
    defineOperation({
      name: "ApplicationService/GetManifests",
      route: { method: "GET", path: `${one}/manifests` },
      request: named({ ...revisionsOf, noCache: Type.Optional(Type.Boolean()) }),
      response: Type.Object({ manifests: Type.Array(Type.String()) }),
      access: access("get"),
      async handle({ ctx }, request, found) {
        const revisions = positionRevisions(request, sourcesOf(found.spec).length);
        return { manifests: [...(await deps.fetchManifests(ctx, found, { revisions, isFresh: request.noCache ?? false }))] };
      },
    }),
    ...createDiffs(deps, options),
    defineOperation({
      name: "ApplicationService/RevisionMetadata",
      route: { method: "GET", path: `${one}/revisions/:revision/metadata` },
      request: named({ revision: Type.String(), sourceIndex: Type.Optional(Type.Integer({ minimum: 0 })), versionId: Type.Optional(Type.Integer({ minimum: 0 })) }),
      response: revisionMetadata,
      access: access("get"),
      async handle({ ctx }, { revision, ...which }, found) {
        const { repoURL } = findSource(found, which);
        requirePermitted(requireProject(deps, found), repoURL);
        const { tags = [], ...rest } = await deps.fetchRevisionMetadata(ctx, { project: found.spec.project, repoURL, revision });
        return { ...rest, tags: [...tags] };
      },
    }),
    defineOperation({
      name: "ApplicationService/GetApplicationSyncWindows",
      route: { method: "GET", path: `${one}/syncwindows` },
      request: named({}),
      response: applicationWindows,
      access: access("get"),
      async handle(_call, _request, found) {
        const { activeWindows, assignedWindows, canSync } = assessWindows(requireProject(deps, found), found, deps.clock.now());
        return { activeWindows, assignedWindows, canSync };
      },
    }),
  ];
}

const optionalText = Type.Optional(Type.String());

/** Here `name` is that of an object; the application has another. */
const managedResourcesRequest = Type.Object({
  applicationName: Type.String(),
  appNamespace: optionalText,
  project: optionalText,
  group: optionalText,
  version: optionalText,
  kind: optionalText,
  namespace: optionalText,
  name: optionalText,
  fields: optionalText,
});

type ResourceFilter = Pick<Static<typeof managedResourcesRequest>, "group" | "version" | "kind" | "namespace" | "name">;

function byApplicationName(access: Access<Named, Application>): Access<Omit<Named, "name"> & { readonly applicationName: string }, Application> {
  return { ...access, admit: (call, { applicationName: name, ...rest }) => access.admit(call, { ...rest, name }) };
}

/** For Argo CD's clients, and for manifests that are too long for a URL. */
function createDiffs(deps: ApplicationServiceDeps, options: ApplicationServiceOptions): readonly Operation[] {
  const access = createApplicationAccess(deps, options);
  const define = (name: string, route: { readonly method: "GET" } | { readonly method: "POST"; readonly body: "*" }): Operation =>
    defineOperation({
      name: `ApplicationService/${name}`,
      route: { ...route, path: `${one}/server-side-diff` },
      request: named({ targetManifests: Type.Array(Type.String()) }),
      response: Type.Object({ items: Type.Array(managedResource), modified: Type.Boolean() }),
      access: access("get"),
      async handle({ ctx }, { targetManifests }, found) {
        const items = [...(await deps.fetchServerSideDiff(ctx, found, targetManifests.map(parseManifest)))];
        return { items, modified: items.some(({ modified }) => modified) };
      },
    });
  return [define("ServerSideDiff", { method: "GET" }), define("CompareManifests", { method: "POST", body: "*" })];
}

function isAskedFor(resource: ManagedResource, { group, version, kind, namespace, name }: ResourceFilter): boolean {
  const pairs = [
    [group, resource.group],
    [version, resource.version],
    [kind, resource.kind],
    [namespace, resource.namespace],
    [name, resource.name],
  ] as const;
  return pairs.every(([wanted, actual]) => wanted === undefined || wanted === actual);
}

/** Of the spec, or of a deployment in the history. */
function findSource({ metadata, spec, status }: Application, { sourceIndex = 0, versionId }: { readonly sourceIndex?: number; readonly versionId?: number }): ApplicationSource {
  const deployment = versionId === undefined ? undefined : status.history?.find(({ id }) => id === versionId);
  if (versionId !== undefined && deployment === undefined) throw new SillageError("invalid", `Application "${metadata.name}" has no deployment ${versionId} in its history`);
  const source = sourcesOf(deployment ?? spec)[sourceIndex];
  if (source === undefined) throw new SillageError("invalid", `Application "${metadata.name}" has no source ${sourceIndex}`);
  return source;
}

/** Whoever writes Applications past the API may name any repository, which is not read for them, commits included. */
function requirePermitted(project: AppProject, repoURL: string): void {
  const permission = explainSource(project, repoURL);
  if (!permission.permitted) throw new SillageError("forbidden", `Repository ${repoURL} is not permitted in project ${project.metadata.name}: ${describeRule(permission)}`);
}

function parseManifest(text: string): KubeObject {
  try {
    const object = parseJson(text, "The manifest");
    if (isKubeObject(object)) return object;
  } catch {
    // The same sentence serves.
  }
  throw new SillageError("invalid", "Each of targetManifests must be one Kubernetes object as JSON text");
}
