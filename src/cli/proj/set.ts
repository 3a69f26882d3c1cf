import type { Command } from "commander";
import type { AppProject } from "../../api/index.ts";
import { misusedFlags } from "../exit-code.ts";
import type { CliDeps } from "../deps.ts";
import { editProject } from "./edit-project.ts";
import { withSpec } from "./edits/edit.ts";
import { addSpecFlags, isOrphanedRemoved, specFromFlags, type SpecFlags } from "./spec-from-flags.ts";

export function addProjSet(proj: Command, deps: CliDeps): void {
  const set = proj.command("set <project>").description("replace fields of a project by what the flags say");
  addSpecFlags(set);
  set.action((name: string, flags: SpecFlags, command: Command) => {
    const changes = specFromFlags(flags);
    const isRemoved = isOrphanedRemoved(flags);
    if (Object.keys(changes).length === 0 && !isRemoved) throw misusedFlags("Nothing to set: give at least one of the flags");
    const edit = (project: AppProject): AppProject => withSpec(isRemoved ? withoutOrphaned(project) : project, changes);
    return editProject((project) => ({ project: edit(project) }), { name, command, deps });
  });
}

function withoutOrphaned(project: AppProject): AppProject {
  const { orphanedResources: _gone, ...spec } = project.spec;
  return { ...project, spec };
}
