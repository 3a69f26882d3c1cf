import type { Application, ResourceNode } from "../../api/index.ts";
import { formatKey, gvkOf, keyOf, type KubeObject } from "../../kube/index.ts";
import type { Context } from "../../log/index.ts";
import { ownerOf, parseInstanceName } from "../../inventory/index.ts";
import { describeNode } from "../resource-tree/describe-node.ts";
import { isWatchedWhole } from "../resource-tree/tree-kinds.ts";
import { checkProject, type Grant } from "./check-project.ts";
import type { ApplicationDeps } from "./deps.ts";

/** What nobody has in the namespace of an application whose project warns of that; `undefined` when its project does not. From then on the application is told of changes there. */
export async function lookForOrphans(ctx: Context, { orphans }: ApplicationDeps, { app, grant }: { readonly app: Application; readonly grant: Grant }) {
  const { project, destination } = grant;
  const { namespace = "" } = destination;
  const isLooking = project.spec.orphanedResources?.warn === true && namespace !== "";
  orphans.follow(`${app.metadata.namespace}/${app.metadata.name}`, isLooking ? namespace : undefined);
  return isLooking ? orphans.fetch(ctx, { project, namespace }) : undefined;
}

/** The same as nodes of a tree, whether the project warns or not; none when it does not look out. */
export async function describeOrphans(ctx: Context, deps: ApplicationDeps, app: Application): Promise<readonly ResourceNode[]> {
  const check = checkProject(app, deps);
  const { namespace = "" } = app.spec.destination;
  if (check.kind === "refused" || check.project.spec.orphanedResources === undefined || namespace === "") return [];
  const orphans = await deps.orphans.fetch(ctx, { project: check.project, namespace });
  return orphans.map((object) => describeNode(object, { isWhole: isWatchedWhole(gvkOf(object)), parents: [] }));
}

/** Whether an Application that exists has the object, or any wants it. */
export function createBelongs({ claims, live, applicationResource, controlNamespace }: Omit<ApplicationDeps, "orphans">): (object: KubeObject) => boolean {
  return (object) => {
    if (claims.of(formatKey(keyOf(object))).length > 0) return true;
    const owner = ownerOf(object);
    return (
      owner !== undefined && live.get(applicationResource, { group: applicationResource.group, kind: "Application", ...parseInstanceName(owner, controlNamespace) }) !== undefined
    );
  };
}
