import type { Command } from "commander";
import type { CliDeps } from "../deps.ts";
import { addRepoAdd } from "./add.ts";
import { addRepoRemove } from "./remove.ts";
import { addRepoGet, addRepoList } from "./show.ts";

export function addRepoCommands(program: Command, deps: CliDeps): void {
  const repo = program.command("repo").description("manage Git repositories and their credentials");
  addRepoAdd(repo, deps);
  addRepoList(repo, deps);
  addRepoGet(repo, deps);
  addRepoRemove(repo, deps);
}
