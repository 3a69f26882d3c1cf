import type { Command } from "commander";
import { parseAppProject } from "../../api/index.ts";
import { SillageError } from "../../errors/index.ts";
import { isRecord } from "../../kube/index.ts";
import { parseDocuments, stringifyYaml } from "../../kube/yaml/index.ts";
import { connectFrom } from "../connect.ts";
import type { CliDeps } from "../deps.ts";

/** Only the specification is edited; the server says no when somebody else has changed the project in the meantime. */
export function addProjEdit(proj: Command, deps: CliDeps): void {
  proj
    .command("edit <project>")
    .description("edit the specification of a project in your editor")
    .action(async (name: string, _options: unknown, command: Command) => {
      const client = await connectFrom(command, deps);
      const project = await client.fetchProject(name, deps);
      const before = stringifyYaml(project.spec);
      const file = `${name}.yaml`;
      const after = await deps.editText(before, { fileName: file });
      if (after === before) return deps.stdout.write("Edit cancelled, no changes made\n");
      const spec = parseDocuments(after, { file })[0]?.value;
      if (!isRecord(spec)) throw new SillageError("invalid", "What the editor left is no specification of a project: nothing was changed");
      await client.updateProject({ ...project, spec: parseAppProject({ ...project, metadata: project.metadata, spec }).spec }, deps);
      deps.stdout.write(`project '${name}' updated\n`);
    });
}
