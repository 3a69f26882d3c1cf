import type { Command } from "commander";
import { createTwoFilesPatch } from "diff";
import type { ManagedResource } from "../../api/index.ts";
import { stringifyYaml } from "../../kube/yaml/index.ts";
import { connectFrom } from "../connect.ts";
import type { CliDeps } from "../program.ts";

interface DiffOptions {
  readonly refresh?: true;
  readonly hardRefresh?: true;
  readonly exitCode: string;
  readonly diffExitCode: string;
}

export function addAppDiff(app: Command, deps: CliDeps): void {
  app
    .command("diff <name>")
    .description("show how the cluster differs from Git: exit code 1 when it does")
    .option("--refresh", "compare with the newest commit first")
    .option("--hard-refresh", "render again, too")
    .option("--exit-code <bool>", "false: exit 0 also when there are differences", "true")
    .option("--diff-exit-code <code>", "exit code when there are differences", "1")
    .action(async (name: string, options: DiffOptions, command: Command) => {
      const client = await connectFrom(command, deps);
      if (options.refresh === true || options.hardRefresh === true)
        await client.fetchApplication(name, { signal: deps.signal, refresh: options.hardRefresh === true ? "hard" : "normal" });
      const resources = await client.fetchManagedResources(name, deps);
      const changed = resources.filter((resource) => resource.modified && resource.hook !== true);
      for (const resource of changed) deps.stdout.write(formatDifference(resource));
      if (changed.length > 0 && options.exitCode !== "false") deps.setExitCode(Number(options.diffExitCode));
    });
}

/** A heading like Argo CD's, then a unified diff from live to desired. */
function formatDifference(resource: ManagedResource): string {
  const heading = `\n===== ${resource.group}/${resource.kind} ${resource.namespace}/${resource.name} ======\n`;
  const patch = createTwoFilesPatch("live", "desired", toYaml(resource.liveState), toYaml(resource.targetState), "", "", { context: 3 });
  const body = patch.split("\n").slice(1).join("\n");
  return `${heading}${body}`;
}

function toYaml(state: string): string {
  return state === "" || state === "null" ? "" : stringifyYaml(JSON.parse(state));
}
