import { Option, type Command } from "commander";
import type { CliDeps } from "../deps.ts";
import { addDestination, addServiceAccount, removeDestination, removeServiceAccount } from "./edits/destinations.ts";
import { addOrphanedIgnore, changeResources, removeOrphanedIgnore, type ResourceChange } from "./edits/resources.ts";
import { addSource, addSourceNamespace, removeSource, removeSourceNamespace } from "./edits/sources.ts";
import { editProject } from "./edit-project.ts";

/** The verbs that put one thing into a list of a project or take it out. */
export function addProjChanging(proj: Command, deps: CliDeps): void {
  addDestinationCommands(proj, deps);
  addServiceAccountCommands(proj, deps);
  addSourceCommands(proj, deps);
  addOrphanedCommands(proj, deps);
  for (const scope of ["cluster", "namespace"] as const) for (const verb of ["allow", "deny"] as const) addResourceCommand(proj, { scope, verb, deps });
}

function addDestinationCommands(proj: Command, deps: CliDeps): void {
  proj
    .command("add-destination <project> <server> <namespace>")
    .description("allow applications to deploy there")
    .option("--name", "the cluster is given by its name instead of its URL")
    .action((name: string, where: string, namespace: string, options: { readonly name?: true }, command: Command) =>
      editProject(addDestination({ ...(options.name === true ? { name: where } : { server: where }), namespace }), { name, command, deps }),
    );
  proj
    .command("remove-destination <project> <server> <namespace>")
    .description("do not allow it any more")
    .action((name: string, where: string, namespace: string, _options: unknown, command: Command) => editProject(removeDestination({ where, namespace }), { name, command, deps }));
}

function addServiceAccountCommands(proj: Command, deps: CliDeps): void {
  const verbs = [
    { verb: "add", description: "let syncs to a destination act as a service account", edit: addServiceAccount },
    { verb: "remove", description: "do not let them any more", edit: removeServiceAccount },
  ];
  for (const { verb, description, edit } of verbs) {
    proj
      .command(`${verb}-destination-service-account <project> <server> <namespace> <account>`)
      .description(description)
      .option("--service-account-namespace <namespace>", "namespace of the service account (default: that of the destination)")
      .action((name: string, server: string, namespace: string, account: string, options: { readonly serviceAccountNamespace?: string }, command: Command) => {
        const { serviceAccountNamespace: home } = options;
        return editProject(edit({ server, namespace, defaultServiceAccount: home === undefined ? account : `${home}:${account}` }), { name, command, deps });
      });
  }
}

function addSourceCommands(proj: Command, deps: CliDeps): void {
  const verbs = [
    { usage: "add-source <project> <url>", description: "allow applications of a repository", edit: addSource },
    { usage: "remove-source <project> <url>", description: "do not allow them any more", edit: removeSource },
    { usage: "add-source-namespace <project> <namespace>", description: "let Applications of a namespace use the project", edit: addSourceNamespace },
    { usage: "remove-source-namespace <project> <namespace>", description: "do not let them any more", edit: removeSourceNamespace },
  ];
  for (const { usage, description, edit } of verbs) {
    proj
      .command(usage)
      .description(description)
      .action((name: string, item: string, _options: unknown, command: Command) => editProject(edit(item), { name, command, deps }));
  }
}

function addOrphanedCommands(proj: Command, deps: CliDeps): void {
  const verbs = [
    { verb: "add", description: "do not warn of orphans of a kind", edit: addOrphanedIgnore },
    { verb: "remove", description: "warn of them again", edit: removeOrphanedIgnore },
  ];
  for (const { verb, description, edit } of verbs) {
    proj
      .command(`${verb}-orphaned-ignore <project> <group> <kind>`)
      .description(description)
      .option("--name <glob>", "only of such names")
      .action((name: string, group: string, kind: string, options: { readonly name?: string }, command: Command) =>
        editProject(edit({ group, kind, ...(options.name === undefined ? {} : { name: options.name }) }), { name, command, deps }),
      );
  }
}

/** As with Argo CD, cluster-scoped kinds are denied unless listed, namespaced ones allowed unless listed; `--list` means the other list. */
function addResourceCommand(proj: Command, { scope, verb, deps }: Pick<ResourceChange, "scope"> & { readonly verb: "allow" | "deny"; readonly deps: CliDeps }): void {
  const usual = scope === "cluster" ? "allow" : "deny";
  proj
    .command(`${verb}-${scope}-resource <project> <group> <kind>`)
    .description(`${verb} a kind of ${scope === "cluster" ? "cluster-scoped" : "namespaced"} resources`)
    .addOption(new Option("-l, --list <list>", "which list to change").choices(["allow", "deny"]).default(usual))
    .action((name: string, group: string, kind: string, options: { readonly list: "allow" | "deny" }, command: Command) =>
      editProject(changeResources({ scope, list: options.list, isAllowed: verb === "allow", group, kind }), { name, command, deps }),
    );
}
