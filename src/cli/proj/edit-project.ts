import type { Command } from "commander";
import type { AppProject } from "../../api/index.ts";
import type { SillageClient } from "../../client/index.ts";
import { isSillageError } from "../../errors/index.ts";
import { confirmIfWanted, connectFrom } from "../connect.ts";
import type { CliDeps } from "../deps.ts";
import type { Edit, Edited } from "./edits/edit.ts";

/** What a command that changes a project needs to talk to people and to the server. */
export interface ProjectCommand {
  readonly name: string;
  readonly command: Command;
  readonly deps: CliDeps;
  /** Asked before the change, if the person wants to be asked. */
  readonly confirm?: { readonly question: string; readonly canceled: string };
}

const attempts = 5;

/** Reads a project, changes it, writes it, as often as it takes when others write it too. */
export async function editProject(edit: Edit, { name, command, deps, confirm }: ProjectCommand): Promise<void> {
  const client = await connectFrom(command, deps);
  const first = edit(await client.fetchProject(name, deps));
  const isWanted = first.project === undefined || confirm === undefined || (await confirmIfWanted(confirm.question, command, deps));
  if (!isWanted) return deps.stdout.write(`${confirm.canceled}\n`);
  const { message } = await write(first, { client, edit, name, deps });
  if (message !== undefined) deps.stdout.write(`${message}\n`);
}

interface Writing {
  readonly client: Pick<SillageClient, "fetchProject" | "updateProject">;
  readonly edit: Edit;
  readonly name: string;
  readonly deps: CliDeps;
}

async function write(first: Edited, { client, edit, name, deps }: Writing): Promise<Edited> {
  let edited = first;
  for (let left = attempts; edited.project !== undefined; left--) {
    if (await tryUpdate(edited.project, { client, deps, isLast: left === 1 })) break;
    edited = edit(await client.fetchProject(name, deps));
  }
  return edited;
}

async function tryUpdate(project: AppProject, { client, deps, isLast }: Pick<Writing, "client" | "deps"> & { readonly isLast: boolean }): Promise<boolean> {
  try {
    await client.updateProject(project, deps);
    return true;
  } catch (error) {
    if (isLast || !isSillageError(error, "conflict")) throw error;
    return false;
  }
}
