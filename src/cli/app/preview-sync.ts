import type { SillageClient } from "../../client/index.ts";
import type { CliDeps } from "../deps.ts";
import { fetchDifferences } from "./fetch-differences.ts";
import type { LocalFlags } from "./render-local.ts";
import type { RevisionFlags } from "./revision-choice.ts";
import { showDifference } from "./show-difference.ts";

interface Preview {
  readonly name: string;
  readonly flags: LocalFlags & RevisionFlags & { readonly assumeYes?: true };
}

/** Shows what a sync would change; whether there is anything, and the person wants it. */
export async function previewSync(client: SillageClient, deps: CliDeps, { name, flags }: Preview): Promise<boolean> {
  deps.stdout.write(`====== Previewing differences between live and desired state of application ${name} ======\n`);
  const application = await client.fetchApplication(name, { signal: deps.signal });
  const changed = await fetchDifferences(client, deps, { application, flags });
  for (const resource of changed) await showDifference(deps, resource);
  if (changed.length === 0) deps.stdout.write("====== No Differences found ======\n");
  return changed.length > 0 && (flags.assumeYes === true || (await deps.confirm(`Sync application '${name}' so?`)));
}
