/** `sillage app …`: one file per verb. */
import type { Command } from "commander";
import type { CliDeps } from "../deps.ts";
import { addAppCreate } from "./create.ts";
import { addAppDelete } from "./delete.ts";
import { addAppDiff } from "./diff.ts";
import { addAppGet } from "./get.ts";
import { addAppHistory } from "./history.ts";
import { addAppList } from "./list.ts";
import { addAppManifests } from "./manifests.ts";
import { addAppRollback } from "./rollback.ts";
import { addAppSync } from "./sync.ts";
import { addAppTerminateOperation } from "./terminate-operation.ts";
import { addAppWait } from "./wait.ts";

export function addAppCommands(program: Command, deps: CliDeps): void {
  const app = program.command("app").description("manage applications");
  addAppCreate(app, deps);
  addAppList(app, deps);
  addAppGet(app, deps);
  addAppDiff(app, deps);
  addAppSync(app, deps);
  addAppWait(app, deps);
  addAppHistory(app, deps);
  addAppRollback(app, deps);
  addAppManifests(app, deps);
  addAppTerminateOperation(app, deps);
  addAppDelete(app, deps);
}
