import type { Command } from "commander";
import type { ManagedResource, ResourceQuery } from "../../../api/index.ts";
import type { SillageClient } from "../../../client/index.ts";
import { SillageError } from "../../../errors/index.ts";
import { appNamespaceOption, projectHint } from "../../flags.ts";

/** Which objects of an application a command is about. */
export interface ResourceFlags {
  readonly group?: string;
  readonly kind?: string;
  readonly namespace?: string;
  readonly resourceName?: string;
  readonly appNamespace?: string;
}

/** `needsKind` is for commands that change something. */
export function addResourceFlags(command: Command, { needsKind }: { readonly needsKind: boolean }): void {
  const kind = ["--kind <kind>", "kind of the objects"] as const;
  if (needsKind) command.requiredOption(...kind);
  else command.option(...kind);
  command
    .option("--group <group>", "group of the kind; any when left out")
    .option("--namespace <namespace>", "namespace of the objects")
    .option("--resource-name <name>", "name of the object")
    .addOption(appNamespaceOption())
    .addOption(projectHint());
}

interface Choice {
  readonly flags: ResourceFlags;
  readonly signal: AbortSignal;
  /** Several are fine. */
  readonly all: boolean;
}

/** The live objects of the application that the flags are about. Throws `notFound` for none, `invalid` for several where one is meant. */
export async function chooseResources(client: SillageClient, name: string, { flags, signal, all }: Choice): Promise<readonly ResourceQuery[]> {
  const live = (await client.fetchManagedResources(name, { signal })).filter((resource) => resource.liveState !== "null" && isChosen(resource, flags));
  if (live.length === 0) throw new SillageError("notFound", "No matching resource found");
  if (live.length > 1 && !all) throw new SillageError("invalid", `${live.length} resources match: add --resource-name or --namespace, or --all for all of them`);
  return live.map(({ group, version, kind, namespace, name: resourceName }) => ({ group, version, kind, namespace, resourceName }));
}

function isChosen(resource: ManagedResource, { group, kind, namespace, resourceName }: ResourceFlags): boolean {
  return (
    (group === undefined || group === resource.group) &&
    (kind === undefined || kind === resource.kind) &&
    (namespace === undefined || namespace === resource.namespace) &&
    (resourceName === undefined || resourceName === resource.name)
  );
}
