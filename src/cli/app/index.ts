/** `sillage app …`: one file per verb. */
import type { Command } from "commander";
import type { CliDeps } from "../deps.ts";
import { addAppAddSource } from "./add-source.ts";
import { addAppCompleteNames } from "./complete-names.ts";
import { addAppConfirmDeletion } from "./confirm-deletion.ts";
import { addAppCreate } from "./create.ts";
import { addAppDelete } from "./delete.ts";
import { addAppDiff } from "./diff.ts";
import { addAppEdit } from "./edit.ts";
import { addAppGet } from "./get.ts";
import { addAppHistory } from "./history.ts";
import { addAppList } from "./list.ts";
import { addAppLogs } from "./logs.ts";
import { addAppManifests } from "./manifests.ts";
import { addAppPatch } from "./patch.ts";
import { addAppRemoveSource } from "./remove-source.ts";
import { addAppActions } from "./resource/actions.ts";
import { addAppDeleteResource } from "./resource/delete-resource.ts";
import { addAppGetResource } from "./resource/get-resource.ts";
import { addAppPatchResource } from "./resource/patch-resource.ts";
import { addAppResources } from "./resource/resources.ts";
import { addAppRollback } from "./rollback.ts";
import { addAppSet } from "./set.ts";
import { addAppSync } from "./sync.ts";
import { addAppTerminateOperation } from "./terminate-operation.ts";
import { addAppUnset } from "./unset.ts";
import { addAppWait } from "./wait.ts";

/** In the order of a day: make, look, sync, go back, change, look closer, take away. */
const additions = [
  addAppCreate,
  addAppList,
  addAppGet,
  addAppDiff,
  addAppSync,
  addAppWait,
  addAppHistory,
  addAppRollback,
  addAppTerminateOperation,
  addAppSet,
  addAppUnset,
  addAppEdit,
  addAppPatch,
  addAppAddSource,
  addAppRemoveSource,
  addAppManifests,
  addAppResources,
  addAppGetResource,
  addAppPatchResource,
  addAppDeleteResource,
  addAppActions,
  addAppLogs,
  addAppConfirmDeletion,
  addAppDelete,
  addAppCompleteNames,
];

export function addAppCommands(program: Command, deps: CliDeps): void {
  const app = program.command("app").description("manage applications");
  for (const add of additions) add(app, deps);
}
