import type { Clock } from "../async/index.ts";
import { createProjectController } from "../controllers/index.ts";
import type { ApiResource, KubeClient } from "../kube/index.ts";
import type { Context } from "../log/index.ts";
import { createInformer, type Informer } from "../runtime/index.ts";

export interface ProjectParts {
  readonly namespace: string;
  /** Where Applications count. */
  readonly isServed: (namespace: string) => boolean;
  readonly projectResource: ApiResource;
  /** Of all namespaces; somebody else runs it. */
  readonly applications: Informer;
}

/** The projects, and what the product does for them. */
export interface ProjectsRun {
  /** Those of the control namespace; synced a moment after `run`. */
  readonly projects: Informer;
  run(ctx: Context): Promise<void>;
}

export function openProjects(
  ctx: Context,
  deps: { readonly client: KubeClient; readonly clock: Clock },
  { namespace, isServed, projectResource, applications }: ProjectParts,
): ProjectsRun {
  const all = { ...deps, random: Math.random, log: ctx.log };
  const projects = createInformer(all, { resource: projectResource, namespace });
  const controller = createProjectController({ ...all, projectResource, projects, applications }, { controlNamespace: namespace, isServed });
  return {
    projects,
    async run(run) {
      await Promise.all([projects.run(run.signal), controller.run(run)]);
    },
  };
}
