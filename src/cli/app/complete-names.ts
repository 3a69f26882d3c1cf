import type { Command } from "commander";
import { SillageError } from "../../errors/index.ts";
import { connectFrom } from "../connect.ts";
import type { CliDeps } from "../deps.ts";
import { qualifiedName } from "./format-application.ts";
import { withTimeout } from "./with-timeout.ts";

const patience = { seconds: 3, timeout: new SillageError("deadline", "The server takes too long for a completion") };

/** Asked by the completion scripts: the names of applications, one a line, as commands take them. */
export function addAppCompleteNames(app: Command, deps: CliDeps): void {
  app
    .command("complete-names", { hidden: true })
    .description("print the names that complete a command line")
    .action(async (_options: unknown, self: Command) => {
      const client = await connectFrom(self, deps);
      const [applications, settings] = await withTimeout(deps, patience, (signal) => Promise.all([client.fetchApplications({ signal }), client.fetchSettings({ signal })]));
      const home = settings["controllerNamespace"];
      const names = applications.map((application) => (application.metadata.namespace === home ? (application.metadata.name ?? "") : qualifiedName(application)));
      deps.stdout.write(
        names
          .toSorted()
          .map((name) => `${name}\n`)
          .join(""),
      );
    });
}
