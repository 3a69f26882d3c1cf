import { createTwoFilesPatch } from "diff";
import type { ManagedResource } from "../../api/index.ts";
import { stringifyYaml } from "../../kube/yaml/index.ts";
import { paint, type TextOutput } from "../output/text-output.ts";

/** A heading like Argo CD's, then a unified diff from live to desired. */
export function formatDifference(output: TextOutput, resource: ManagedResource): string {
  const patch = createTwoFilesPatch("live", "desired", toYaml(resource.normalizedLiveState), toYaml(resource.predictedLiveState), "", "", { context: 3 });
  const [, ...body] = patch.split("\n");
  const heading = paint(output, "bold", `===== ${resource.group}/${resource.kind} ${resource.namespace}/${resource.name} ======`);
  return `\n${heading}\n${body.map((line) => paintLine(output, line)).join("\n")}`;
}

function paintLine(output: TextOutput, line: string): string {
  if (line.startsWith("@@")) return paint(output, "cyan", line);
  if (line.startsWith("+")) return paint(output, "green", line);
  return line.startsWith("-") ? paint(output, "red", line) : line;
}

function toYaml(state: string): string {
  return state === "" || state === "null" ? "" : stringifyYaml(JSON.parse(state));
}
