import type { Command } from "commander";
import type { CliDeps } from "../deps.ts";
import { addProjChanging } from "./changing.ts";
import { addProjCreate } from "./create.ts";
import { addProjDelete } from "./delete.ts";
import { addProjEdit } from "./edit.ts";
import { addProjGet } from "./get.ts";
import { addProjList } from "./list.ts";
import { addProjRoleCommands } from "./role/index.ts";
import { addProjSet } from "./set.ts";
import { addProjWindowsCommands } from "./windows.ts";

/** `sillage proj …`: a verb that changes a project is a pure edit of it, under `edits`. */
export function addProjCommands(program: Command, deps: CliDeps): void {
  const proj = program.command("proj").description("manage projects").alias("project");
  addProjCreate(proj, deps);
  addProjList(proj, deps);
  addProjGet(proj, deps);
  addProjSet(proj, deps);
  addProjEdit(proj, deps);
  addProjDelete(proj, deps);
  addProjChanging(proj, deps);
  addProjRoleCommands(proj, deps);
  addProjWindowsCommands(proj, deps);
}
