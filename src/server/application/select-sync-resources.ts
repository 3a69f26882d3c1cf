import { matchGlob, type Application, type SyncRequest, type SyncResource } from "../../api/index.ts";
import { SillageError } from "../../errors/index.ts";

type Choice = NonNullable<SyncRequest["resources"]>[number];

/** The objects a sync is about. Entries that exclude are resolved against the objects the application has; an application without any is left with none. */
export function selectSyncResources({ metadata, status }: Application, choices: readonly Choice[]): readonly SyncResource[] {
  const excluding = choices.filter(({ exclude }) => exclude === true);
  const including = choices.filter(({ exclude }) => exclude !== true).map(({ exclude: _exclude, ...resource }) => resource);
  if (excluding.length === 0) return including;
  const known = (status.resources ?? []).filter(({ hook }) => hook !== true).map(({ group = "", kind, name, namespace = "" }) => ({ group, kind, name, namespace }));
  const selected = known.filter(
    (resource) => (including.length === 0 || including.some((choice) => matches(choice, resource))) && !excluding.some((choice) => matches(choice, resource)),
  );
  if (selected.length === 0) throw new SillageError("invalid", `Application "${metadata.name}" has no resource that the sync does not exclude`);
  return selected;
}

function matches({ group = "", kind, name, namespace = "" }: Choice, resource: Required<SyncResource>): boolean {
  const isNamespace = namespace === "" || matchGlob(namespace, resource.namespace);
  return matchGlob(group, resource.group) && matchGlob(kind, resource.kind) && matchGlob(name, resource.name) && isNamespace;
}
