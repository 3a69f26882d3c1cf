import type { Command } from "commander";
import type { CliDeps } from "../deps.ts";
import { addSealEdit } from "./edit.ts";
import { addSealRotate } from "./rotate.ts";
import { addSeal } from "./seal.ts";

/** `sillage seal`: kubeseal's flags, and below it what kubeseal lacks. */
export function addSealCommands(program: Command, deps: CliDeps): void {
  const seal = addSeal(program, deps);
  addSealEdit(seal, deps);
  addSealRotate(seal, deps);
}
