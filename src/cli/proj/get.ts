import { type Command } from "commander";
import { connectFrom } from "../connect.ts";
import type { CliDeps } from "../deps.ts";
import { formatOutput, outputOption, type OutputFormat } from "../output/print.ts";
import { describeProject } from "./describe-project.ts";

export function addProjGet(proj: Command, deps: CliDeps): void {
  proj
    .command("get <project>")
    .description("show what a project allows")
    .addOption(outputOption())
    .action(async (name: string, { output }: { readonly output: OutputFormat }, command: Command) => {
      const details = await (await connectFrom(command, deps)).fetchProjectDetails(name, deps);
      deps.stdout.write(formatOutput(output, { value: details.project, names: () => [details.project.metadata.name ?? ""], wide: () => describeProject(details) }));
    });
}
