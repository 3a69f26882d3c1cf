import { Option, type Command } from "commander";
import { stringifyYaml } from "../kube/yaml/index.ts";
import type { CliDeps } from "./deps.ts";

export function addRenderCommand(program: Command, deps: CliDeps): void {
  program
    .command("render [dir]")
    .description("print what the controller would render from a folder (kustomization, chart or plain files), without any cluster or Git server")
    .addOption(new Option("-o, --output <format>", "output format").choices(["yaml", "json"]).default("yaml"))
    .action(async (dir: string | undefined, options: { readonly output: "yaml" | "json" }) => {
      const manifests = await deps.renderFolder(dir ?? ".", deps);
      if (options.output === "json") deps.stdout.write(`${JSON.stringify({ apiVersion: "v1", kind: "List", items: manifests }, undefined, 2)}\n`);
      else deps.stdout.write(manifests.map((manifest) => stringifyYaml(manifest)).join("---\n"));
    });
}
