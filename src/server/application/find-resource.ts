import { apiGroup, type Application, type ResourceNode, type ResourceQuery } from "../../api/index.ts";
import { SillageError } from "../../errors/index.ts";
import type { ApiResource, KubeObject, ObjectRef } from "../../kube/index.ts";
import type { Context } from "../../log/index.ts";
import type { ApplicationServiceDeps } from "./deps.ts";

/** A live object, and how to reach it. */
export interface FoundResource {
  readonly resource: ApiResource;
  readonly ref: ObjectRef;
  readonly object: KubeObject;
}

type Deps = Pick<ApplicationServiceDeps, "kube" | "fetchResourceTree">;

export interface WantedResource {
  readonly application: Application;
  readonly query: ResourceQuery;
  /** The application may be meant too. Whoever may change its objects may not change the application by that, so only actions can say so. */
  readonly includesItself?: boolean;
}

/** The live object a request names. Throws `invalid` when it is not in the application's tree, `notFound` when it is not live. */
export async function fetchResource(ctx: Context, deps: Deps, { application, query, includesItself = false }: WantedResource): Promise<FoundResource> {
  const { signal } = ctx;
  const { group = "", version, kind, namespace = "", resourceName: name } = query;
  if (!includesItself || !isApplicationItself(application, query)) {
    const { nodes, orphanedNodes } = await deps.fetchResourceTree(ctx, application);
    if (![...nodes, ...orphanedNodes].some((node) => isNamed(node, query))) {
      throw new SillageError("invalid", `${kind} ${group} ${name} not found as part of application ${application.metadata.name}`);
    }
  }
  const resource = await deps.kube.discovery.findByKind({ group, version, kind }, { signal });
  if (resource === undefined) throw new SillageError("notFound", `The cluster does not serve ${kind} of "${group}" in version "${version}"`);
  const ref = { name, ...(resource.namespaced ? { namespace } : {}) };
  const object = await deps.kube.fetchObject(resource, ref, { signal });
  if (object === undefined) throw new SillageError("notFound", `${kind} "${namespace === "" ? name : `${namespace}/${name}`}" is not in the cluster`);
  return { resource, ref, object };
}

function isApplicationItself({ metadata }: Application, { group, kind, namespace, resourceName }: ResourceQuery): boolean {
  return group === apiGroup && kind === "Application" && resourceName === metadata.name && (namespace ?? metadata.namespace) === metadata.namespace;
}

function isNamed(node: ResourceNode, { group = "", kind, namespace = "", resourceName }: ResourceQuery): boolean {
  return (node.group ?? "") === group && node.kind === kind && (node.namespace ?? "") === namespace && node.name === resourceName;
}
