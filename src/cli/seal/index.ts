import type { Command } from "commander";
import type { CliDeps } from "../deps.ts";
import { addSeal } from "./seal.ts";

/** `sillage seal`: kubeseal's flags, and below it what kubeseal lacks. */
export function addSealCommands(program: Command, deps: CliDeps): void {
  addSeal(program, deps);
}
