import type { AppProject, SyncWindow } from "../../../api/index.ts";
import { SillageError } from "../../../errors/index.ts";
import { withSpec, type Edit } from "./edit.ts";

/** Whether it makes sense in itself is for the server to say. */
export function addWindow(window: SyncWindow): Edit {
  const { applications = [], namespaces = [], clusters = [] } = window;
  if (window.kind === undefined || window.schedule === undefined || window.duration === undefined || applications.length + namespaces.length + clusters.length === 0)
    throw new SillageError("invalid", "A sync window needs --kind, --schedule and --duration, and one of --applications, --namespaces and --clusters");
  return (project) => ({ project: withSpec(project, { syncWindows: [...(project.spec.syncWindows ?? []), window] }) });
}

export function deleteWindow(id: number): Edit {
  return (project) => {
    findWindow(project, id);
    return { project: withSpec(project, { syncWindows: (project.spec.syncWindows ?? []).toSpliced(id, 1) }) };
  };
}

/** Throws `invalid` when nothing changes. */
export function updateWindow(id: number, changes: Partial<SyncWindow>): Edit {
  if (Object.keys(changes).length === 0) throw new SillageError("invalid", "Nothing to update: give at least one of the flags");
  return (project) => {
    const window = findWindow(project, id);
    return { project: withSpec(project, { syncWindows: (project.spec.syncWindows ?? []).with(id, { ...window, ...changes }) }) };
  };
}

function findWindow(project: AppProject, id: number): SyncWindow {
  const window = project.spec.syncWindows?.[id];
  if (window === undefined) throw new SillageError("notFound", `Project "${project.metadata.name}" has no sync window ${id}: \`sillage proj windows list\` numbers them`);
  return window;
}
