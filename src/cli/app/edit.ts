import type { Command } from "commander";
import type { Application } from "../../api/index.ts";
import type { SillageClient } from "../../client/index.ts";
import { describeError, isSillageError, type SillageError } from "../../errors/index.ts";
import { isRecord } from "../../kube/index.ts";
import { parseDocuments, stringifyYaml } from "../../kube/yaml/index.ts";
import { connectFrom } from "../connect.ts";
import type { CliDeps } from "../deps.ts";
import { appNamespaceOption } from "../flags.ts";
import { qualify } from "./select-names.ts";
import { parseSpec } from "./spec/change-spec.ts";

export function addAppEdit(app: Command, deps: CliDeps): void {
  app
    .command("edit <name>")
    .description("change the spec of an application in your editor ($VISUAL, $EDITOR)")
    .addOption(appNamespaceOption())
    .action(async (given: string, { appNamespace }: { readonly appNamespace?: string }, self: Command) => {
      const name = qualify(given, appNamespace);
      const client = await connectFrom(self, deps);
      const application = await client.fetchApplication(name, { signal: deps.signal });
      const isChanged = await editUntilValid(deps, stringifyYaml(application.spec), (text) => update(client, deps, { name, application, text }));
      deps.stdout.write(isChanged ? `application '${given}' updated\n` : "Edit cancelled, no changes made\n");
    });
}

/** Opens the editor until the text is taken or left as it was; what was wrong stands above it then. Throws what is wrong when the person gives up. */
async function editUntilValid(deps: CliDeps, original: string, take: (text: string) => Promise<void>): Promise<boolean> {
  let [shown, problem]: [string, SillageError | undefined] = [original, undefined];
  for (;;) {
    const edited = await deps.editText(shown, { fileName: "application.yaml" });
    const text = withoutComments(edited);
    if (edited === shown || text === original) {
      if (problem === undefined) return false;
      throw problem;
    }
    try {
      await take(text);
      return true;
    } catch (error) {
      if (!isSillageError(error, "invalid")) throw error;
      problem = error;
      shown = `${describeError(error).replaceAll(/^/gm, "# ")}\n${text}`;
    }
  }
}

async function update(client: SillageClient, deps: CliDeps, edit: { readonly name: string; readonly application: Application; readonly text: string }): Promise<void> {
  const [document] = parseDocuments(edit.text, { file: "application.yaml" });
  await client.updateApplicationSpec(edit.name, parseSpec(edit.application, isRecord(document?.value) ? document.value : {}), { signal: deps.signal });
}

function withoutComments(text: string): string {
  return text.replace(/^(#.*\n)+/, "");
}
