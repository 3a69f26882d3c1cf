import type { Command } from "commander";
import type { CliDeps } from "../deps.ts";
import { addSealBackup } from "./backup.ts";
import { addSealEdit } from "./edit.ts";
import { addSealLint } from "./lint.ts";
import { addSealRestore } from "./restore.ts";
import { addSealRotate } from "./rotate.ts";
import { addSeal } from "./seal.ts";
import { addSealStatus } from "./status.ts";

/** `sillage seal`: kubeseal's flags, and below it what kubeseal lacks. */
export function addSealCommands(program: Command, deps: CliDeps): void {
  const seal = addSeal(program, deps);
  addSealEdit(seal, deps);
  addSealRotate(seal, deps);
  addSealLint(seal, deps);
  addSealStatus(seal, deps);
  addSealBackup(seal, deps);
  addSealRestore(seal, deps);
}
