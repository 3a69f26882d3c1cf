import { createTwoFilesPatch } from "diff";
import type { ManagedResource } from "../../api/index.ts";
import { stringifyYaml } from "../../kube/yaml/index.ts";
import type { CliDeps } from "../deps.ts";
import { paint, type TextOutput } from "../output/text-output.ts";

/** A heading like Argo CD's, then the difference from live to desired: a unified diff, or what the person's own program makes of it. */
export async function showDifference({ stdout, externalDiff }: Pick<CliDeps, "stdout" | "externalDiff">, resource: ManagedResource): Promise<void> {
  const { group, kind, namespace, name } = resource;
  const [live, desired] = [toYaml(resource.normalizedLiveState), toYaml(resource.predictedLiveState)];
  stdout.write(`\n${paint(stdout, "bold", `===== ${group}/${kind} ${namespace}/${name} ======`)}\n`);
  if (externalDiff === undefined) stdout.write(formatDifference(stdout, { live, desired }));
  else await externalDiff({ name, live, desired });
}

function formatDifference(output: TextOutput, { live, desired }: { readonly live: string; readonly desired: string }): string {
  const [, ...body] = createTwoFilesPatch("live", "desired", live, desired, "", "", { context: 3 }).split("\n");
  return body.map((line) => paintLine(output, line)).join("\n");
}

function paintLine(output: TextOutput, line: string): string {
  if (line.startsWith("@@")) return paint(output, "cyan", line);
  if (line.startsWith("+")) return paint(output, "green", line);
  return line.startsWith("-") ? paint(output, "red", line) : line;
}

function toYaml(state: string): string {
  return state === "" || state === "null" ? "" : stringifyYaml(JSON.parse(state));
}
