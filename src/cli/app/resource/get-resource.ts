import { Option, type Command } from "commander";
import type { ResourceNode } from "../../../api/index.ts";
import { SillageError } from "../../../errors/index.ts";
import type { KubeObject } from "../../../kube/index.ts";
import { stringifyYaml } from "../../../kube/yaml/index.ts";
import { connectFrom } from "../../connect.ts";
import type { CliDeps } from "../../deps.ts";
import { formatTable } from "../../output/table.ts";
import { qualify } from "../select-names.ts";
import { listFields, pickFields } from "./fields.ts";
import { addResourceFlags, type ResourceFlags } from "./choose-resources.ts";

interface GetOptions extends ResourceFlags {
  readonly filterFields?: readonly string[];
  readonly output: "wide" | "json" | "yaml";
}

export function addAppGetResource(app: Command, deps: CliDeps): void {
  const fields = new Option("--filter-fields <path,…>", "only these fields, such as status.podIP,spec.containers.image").argParser((text) => text.split(","));
  const command = app
    .command("get-resource <name>")
    .description("show live objects of an application, also those its objects made, such as Pods; Secrets are masked")
    .addOption(fields)
    .addOption(new Option("--show-managed-fields", "show who manages which field; the server leaves that out").hideHelp())
    .addOption(new Option("-o, --output <format>", "output format").choices(["wide", "json", "yaml"]).default("wide"));
  addResourceFlags(command, { needsKind: true });
  command.action(async (given: string, options: GetOptions, self: Command) => {
    const name = qualify(given, options.appNamespace);
    const client = await connectFrom(self, deps);
    const { nodes } = await client.fetchResourceTree(name, { signal: deps.signal });
    const chosen = nodes.filter((node) => isChosen(node, options));
    if (chosen.length === 0)
      throw new SillageError("notFound", `Application "${given}" has no such ${options.kind ?? "object"}: see \`sillage app resources ${given} --output tree\``);
    const objects = await Promise.all(
      chosen.map(({ group = "", version = "", kind, namespace = "", name: resourceName }) =>
        client.fetchResource(name, { group, version, kind, namespace, resourceName }, { signal: deps.signal }),
      ),
    );
    deps.stdout.write(format(objects, options));
  });
}

function isChosen(node: ResourceNode, { group, kind, namespace, resourceName }: ResourceFlags): boolean {
  return (
    node.kind === kind &&
    (group === undefined || (node.group ?? "") === group) &&
    (namespace === undefined || (node.namespace ?? "") === namespace) &&
    (resourceName === undefined || node.name === resourceName)
  );
}

function format(objects: readonly KubeObject[], { filterFields, resourceName, output }: GetOptions): string {
  // In a table the name has a column of its own.
  const fields = filterFields === undefined || output === "wide" ? filterFields : ["metadata.name", ...filterFields];
  const shown = objects.map((object) => ({ name: object.metadata.name ?? "", value: fields === undefined ? object : pickFields(object, fields) }));
  if (output !== "wide") {
    const print = output === "yaml" ? stringifyYaml : (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;
    return shown.map(({ value }) => print(value)).join("---\n");
  }
  if (resourceName !== undefined)
    return formatTable(
      ["FIELD", "VALUE"],
      shown.flatMap(({ value }) => listFields(value)),
    );
  const rows = shown.flatMap(({ name, value }) => listFields(value).map(([field, text]) => [field, name, text]));
  return formatTable(["FIELD", "RESOURCE NAME", "VALUE"], rows);
}
