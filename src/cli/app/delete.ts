import { Option, type Command } from "commander";
import { isSillageError, SillageError } from "../../errors/index.ts";
import { connectFrom } from "../connect.ts";
import type { CliDeps } from "../program.ts";

interface DeleteOptions {
  readonly cascade: string;
  readonly propagationPolicy: string;
  readonly yes?: true;
  readonly wait?: true;
}

export function addAppDelete(app: Command, deps: CliDeps): void {
  app
    .command("delete <name...>")
    .description("delete applications, and by default what they manage")
    .addOption(new Option("--cascade [bool]", "delete what the application manages, too").choices(["true", "false"]).default("true").preset("true"))
    .addOption(new Option("-p, --propagation-policy <policy>", "how a cascading delete goes on").choices(["foreground", "background"]).default("foreground"))
    .option("-y, --yes", "do not ask")
    .option("--wait", "until the applications are gone")
    .action(async (names: readonly string[], options: DeleteOptions, command: Command) => {
      const client = await connectFrom(command, deps);
      const cascade = options.cascade === "true";
      const policy = options.propagationPolicy === "background" ? ("background" as const) : ("foreground" as const);
      for (const name of names) {
        const question = cascade ? `Delete '${name}' and everything it manages?` : `Delete '${name}' and leave what it manages?`;
        if (options.yes !== true && !(await deps.confirm(question))) throw new SillageError("canceled", `Application "${name}" was not deleted`);
        await client.deleteApplication(name, { signal: deps.signal, cascade, ...(cascade ? { propagationPolicy: policy } : {}) });
        if (options.wait === true)
          await waitUntilGone(name, { fetch: () => client.fetchApplication(name, deps), watch: () => client.watchApplications({ name, signal: deps.signal }) });
        deps.stdout.write(`application '${name}' deleted\n`);
      }
    });
}

async function waitUntilGone(name: string, look: { fetch(): Promise<unknown>; watch(): AsyncIterable<{ readonly type: string }> }): Promise<void> {
  try {
    await look.fetch();
  } catch (error) {
    if (isSillageError(error, "notFound")) return;
    throw error;
  }
  for await (const event of look.watch()) if (event.type === "DELETED") return;
  throw new SillageError("unavailable", `The server ended the stream before application "${name}" was gone`);
}
