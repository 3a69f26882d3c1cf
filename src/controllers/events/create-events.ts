import type { Application, ApplicationStatus, AppProject } from "../../api/index.ts";
import type { Context } from "../../log/index.ts";
import { createEventRecorder, type EventRecorderDeps, type EventRecorderOptions } from "./create-recorder.ts";
import { describeCall, type SucceededCall } from "./describe-call.ts";
import { describeChanges } from "./describe-changes.ts";
import type { EventFact, EventSubject } from "./event.ts";
import { type EventLabelSettings, selectLabels } from "./select-labels.ts";

export interface EventsDeps extends EventRecorderDeps {
  readonly getApplication: (ref: { readonly namespace: string; readonly name: string }) => Application | undefined;
  readonly getProject: (name: string) => Pick<AppProject, "metadata"> | undefined;
  readonly getLabelSettings: () => EventLabelSettings;
}

/** Argo CD's Events on Applications and projects. */
export interface Events {
  reported(before: Application, status: ApplicationStatus): void;
  deletionFailed(app: Application, message: string): void;
  /** Somebody has changed something by the API. */
  called(call: SucceededCall): void;
  run(ctx: Context): Promise<void>;
}

export function createEvents(deps: EventsDeps, options: EventRecorderOptions & { readonly controlNamespace: string }): Events {
  const recorder = createEventRecorder(deps, options);

  function recordOf(app: Application, facts: readonly EventFact[]): void {
    const { namespace = "", name = "", uid, resourceVersion } = app.metadata;
    for (const fact of facts) recorder.record({ kind: "Application", namespace, name, uid, resourceVersion }, fact, labelsOf(app));
  }

  function labelsOf(app: Application): Readonly<Record<string, string>> {
    const project = deps.getProject(app.spec.project)?.metadata.labels ?? {};
    return selectLabels({ project, application: app.metadata.labels ?? {} }, deps.getLabelSettings());
  }

  function recordCall(subject: EventSubject, fact: EventFact): void {
    const app = subject.kind === "Application" ? deps.getApplication(subject) : undefined;
    if (app !== undefined) return recordOf(app, [fact]);
    const project = subject.kind === "AppProject" ? deps.getProject(subject.name) : undefined;
    const labels = selectLabels({ project: project?.metadata.labels ?? {}, application: {} }, deps.getLabelSettings());
    recorder.record({ ...subject, uid: project?.metadata.uid }, fact, labels);
  }

  return {
    reported: (before, status) => recordOf(before, describeChanges(before.status, status)),
    deletionFailed: (app, message) => recordOf(app, [{ type: "Warning", reason: "StatusRefreshed", message: `Unable to delete application resources: ${message}` }]),
    called(call) {
      const described = describeCall(call, options.controlNamespace);
      if (described !== undefined) recordCall(described.subject, described.fact);
    },
    run: (ctx) => recorder.run(ctx),
  };
}
