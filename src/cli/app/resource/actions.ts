import { Option, type Command } from "commander";
import type { ResourceQuery } from "../../../api/index.ts";
import { connectFrom } from "../../connect.ts";
import type { CliDeps } from "../../deps.ts";
import { misusedFlags } from "../../exit-code.ts";
import { listOption } from "../../flags.ts";
import { formatOutput } from "../../output/print.ts";
import { formatTable } from "../../output/table.ts";
import { qualify } from "../select-names.ts";
import { splitPair } from "../spec/merge.ts";
import { addResourceFlags, chooseResources, type ResourceFlags } from "./choose-resources.ts";

export function addAppActions(app: Command, deps: CliDeps): void {
  const actions = app.command("actions").description("what can be done with the objects of an application, such as restart");
  addActionsList(actions, deps);
  addActionsRun(actions, deps);
}

interface ListOptions extends ResourceFlags {
  readonly output: "wide" | "json" | "yaml";
}

function addActionsList(actions: Command, deps: CliDeps): void {
  const command = actions
    .command("list <name>")
    .alias("ls")
    .description("list the actions of objects")
    .addOption(new Option("-o, --output <format>", "output format").choices(["wide", "json", "yaml"]).default("wide"));
  addResourceFlags(command, { needsKind: false });
  command.action(async (given: string, options: ListOptions, self: Command) => {
    const name = qualify(given, options.appNamespace);
    const client = await connectFrom(self, deps);
    const resources = await chooseResources(client, name, { flags: options, signal: deps.signal, all: true });
    const found = await Promise.all(
      resources.map(async (resource) => (await client.fetchResourceActions(name, resource, { signal: deps.signal })).map((action) => ({ resource, action }))),
    );
    const rows = found.flat().map(({ resource: { group = "", kind, resourceName }, action }) => [group, kind, resourceName, action.name, String(action.disabled ?? false)]);
    const value = rows.map(([Group, Kind, Name, Action, disabled]) => ({ Group, Kind, Name, Action, Disabled: disabled === "true" }));
    const wide = (): string => formatTable(["GROUP", "KIND", "NAME", "ACTION", "DISABLED"], rows);
    deps.stdout.write(formatOutput(options.output, { value, names: () => [], wide }));
  });
}

interface RunOptions extends ResourceFlags {
  readonly all?: true;
  readonly param?: readonly string[];
}

function addActionsRun(actions: Command, deps: CliDeps): void {
  const command = actions
    .command("run <name> <action>")
    .description("run an action on an object: `sillage app actions run web restart --kind Deployment`")
    .option("--all", "on every object that matches")
    .addOption(listOption("--param <name=value>", "parameter of the action"));
  addResourceFlags(command, { needsKind: true });
  command.action(async (given: string, action: string, options: RunOptions, self: Command) => {
    const name = qualify(given, options.appNamespace);
    const { signal } = deps;
    const parameters = (options.param ?? []).map((pair) => splitPair(pair, "--param")).map(([parameter, value]) => ({ name: parameter, value }));
    const client = await connectFrom(self, deps);
    const resources = await chooseResources(client, name, { flags: options, signal, all: options.all === true });
    requireOneGroup(resources);
    for (const resource of resources) await client.runResourceAction(name, resource, { signal, action, ...(parameters.length === 0 ? {} : { parameters }) });
  });
}

function requireOneGroup(resources: readonly ResourceQuery[]): void {
  if (new Set(resources.map(({ group }) => group)).size > 1) throw misusedFlags("Objects of several groups match: say which with --group");
}
