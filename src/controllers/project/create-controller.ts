import { projectNameOf } from "../../api/index.ts";
import type { Clock } from "../../async/index.ts";
import type { ApiResource, KubeClient, KubeObject } from "../../kube/index.ts";
import type { Context, Log } from "../../log/index.ts";
import { createController, type Informer } from "../../runtime/index.ts";
import { ensureDefaultProject } from "./ensure-default-project.ts";
import { createReconcileProject } from "./reconcile.ts";

export interface ProjectControllerDeps {
  readonly client: KubeClient;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Log;
  readonly projectResource: ApiResource;
  /** The projects of the control namespace. Somebody else runs it. */
  readonly projects: Informer;
  /** The Applications of all namespaces. Somebody else runs it. */
  readonly applications: Informer;
}

export interface ProjectControllerOptions {
  readonly controlNamespace: string;
  /** Where Applications count. */
  readonly isServed: (namespace: string) => boolean;
}

export interface ProjectController {
  /** Works until the signal aborts. */
  run(ctx: Context): Promise<void>;
}

/** Keeps the projects: the one named `default` exists, tokens are in both places, and a project with our finalizer stays as long as Applications name it. */
export function createProjectController(deps: ProjectControllerDeps, { controlNamespace, isServed }: ProjectControllerOptions): ProjectController {
  const { projects, applications } = deps;
  const reconcile = createReconcileProject({ ...deps, controlNamespace, isUsed });
  const controller = createController({ ...deps, reconcile }, { name: "project", concurrency: 1 });

  function isUsed(name: string): boolean {
    return applications.list().some((application) => isServed(application.metadata.namespace ?? "") && projectNameOf(application) === name);
  }

  function announceDeparture(application: KubeObject): void {
    const name = projectNameOf(application);
    if (projects.get(controlNamespace, name)?.metadata.deletionTimestamp !== undefined) controller.enqueue(name);
  }

  return {
    async run(ctx) {
      const stops = [
        projects.onChange(({ object }) => controller.enqueue(object.metadata.name ?? "")),
        applications.onChange((change) => announceDeparture(change.type === "modified" ? change.previous : change.object)),
      ];
      try {
        await Promise.all([projects.synced, applications.synced]);
        for (const { metadata } of projects.list(controlNamespace)) controller.enqueue(metadata.name ?? "");
        await ensureDefaultProject(ctx, deps, controlNamespace);
        await controller.run(ctx.signal);
      } catch (error) {
        if (!ctx.signal.aborted) throw error;
      } finally {
        for (const stop of stops) stop();
      }
    },
  };
}
