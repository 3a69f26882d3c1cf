import { apiVersion, defaultProject, defaultProjectSpec } from "../../api/index.ts";
import { describeError, isSillageError } from "../../errors/index.ts";
import type { ApiResource, KubeClient } from "../../kube/index.ts";
import type { Context } from "../../log/index.ts";
import type { Informer } from "../../runtime/index.ts";

interface DefaultProjectDeps {
  readonly client: KubeClient;
  readonly projectResource: ApiResource;
  readonly projects: Informer;
}

/** Writes the project that Applications have without naming one, as it counts anyway while it is not there. That it cannot be written is worth a line in the log only. */
export async function ensureDefaultProject(ctx: Context, { client, projectResource, projects }: DefaultProjectDeps, namespace: string): Promise<void> {
  if (projects.get(namespace, defaultProject) !== undefined) return;
  const project = { apiVersion, kind: "AppProject", metadata: { name: defaultProject, namespace }, spec: defaultProjectSpec };
  try {
    await client.create(projectResource, project, { signal: ctx.signal });
  } catch (error) {
    ctx.signal.throwIfAborted();
    if (!isSillageError(error, "conflict")) ctx.log.warn("The default project could not be created", { error: describeError(error) });
  }
}
