import { Argument, Option, type Command } from "commander";
import { isWindowActive, type SyncWindow } from "../../api/index.ts";
import { connectFrom } from "../connect.ts";
import type { CliDeps } from "../deps.ts";
import { commaListOption, parseCount } from "../flags.ts";
import { formatOutput, outputOption, type OutputFormat } from "../output/print.ts";
import { formatTable } from "../output/table.ts";
import { editProject } from "./edit-project.ts";
import { addWindow, deleteWindow, updateWindow } from "./edits/windows.ts";

interface WindowFlags extends Omit<SyncWindow, "andOperator"> {
  readonly useAndOperator?: boolean;
}

export function addProjWindowsCommands(proj: Command, deps: CliDeps): void {
  const windows = proj.command("windows").description("manage the times in which applications may be synced");
  addList(windows, deps);
  addAddAndUpdate(windows, deps);
  windows
    .command("delete <project>")
    .description("delete a sync window")
    .addArgument(idArgument())
    .action((name: string, id: number, _options: unknown, command: Command) => {
      const confirm = { question: "Are you sure you want to delete sync window?", canceled: "The command to delete the sync window was cancelled" };
      return editProject(deleteWindow(id), { name, command, deps, confirm });
    });
  addSwitch(windows, { verb: "enable-manual-sync", description: "let people sync although the window forbids it", change: { manualSync: true }, deps });
  addSwitch(windows, { verb: "disable-manual-sync", description: "let people not sync either", change: { manualSync: false }, deps });
  addSwitch(windows, { verb: "enable-sync-overrun", description: "let a sync that began in time come to its end", change: { syncOverrun: true }, deps });
  addSwitch(windows, { verb: "disable-sync-overrun", description: "stop a sync when its time is over", change: { syncOverrun: false }, deps });
}

function addAddAndUpdate(windows: Command, deps: CliDeps): void {
  const add = windows
    .command("add <project>")
    .description("add a sync window")
    .addOption(new Option("-k, --kind <kind>", "whether syncs are allowed then, or denied").choices(["allow", "deny"]))
    .option("--manual-sync", "let people sync all the same")
    .option("--sync-overrun", "let a sync that began in time come to its end")
    .option("--use-and-operator", "all of applications, namespaces and clusters must match, not just one");
  addWindowFlags(add).action((name: string, { useAndOperator, ...flags }: WindowFlags, command: Command) =>
    editProject(addWindow({ timeZone: "UTC", ...flags, ...(useAndOperator === true ? { andOperator: true } : {}) }), { name, command, deps }),
  );
  const update = windows.command("update <project>").description("change a sync window").addArgument(idArgument());
  addWindowFlags(update).action((name: string, id: number, flags: WindowFlags, command: Command) => editProject(updateWindow(id, flags), { name, command, deps }));
}

function addWindowFlags(command: Command): Command {
  return command
    .option("--schedule <cron>", 'when it begins, such as "0 22 * * *"')
    .option("--duration <duration>", "how long it lasts, such as 1h")
    .addOption(commaListOption("--applications <globs>", "applications it is for, such as prod-*"))
    .addOption(commaListOption("--namespaces <globs>", "namespaces it is for"))
    .addOption(commaListOption("--clusters <globs>", "clusters it is for"))
    .option("--time-zone <zone>", "time zone of the schedule, such as Europe/Paris (default: UTC)")
    .option("--description <text>", "why");
}

interface Switch {
  readonly verb: string;
  readonly description: string;
  readonly change: Partial<SyncWindow>;
  readonly deps: CliDeps;
}

function addSwitch(windows: Command, { verb, description, change, deps }: Switch): void {
  windows
    .command(`${verb} <project>`)
    .description(description)
    .addArgument(idArgument())
    .action((name: string, id: number, _options: unknown, command: Command) => editProject(updateWindow(id, change), { name, command, deps }));
}

function idArgument(): Argument {
  return new Argument("<id>", "number of the window in `sillage proj windows list`").argParser(parseCount);
}

function addList(windows: Command, deps: CliDeps): void {
  windows
    .command("list <project>")
    .alias("ls")
    .description("list the sync windows of a project with their numbers")
    .addOption(outputOption())
    .action(async (name: string, { output }: { readonly output: OutputFormat }, command: Command) => {
      const { spec } = await (await connectFrom(command, deps)).fetchProject(name, deps);
      const value = spec.syncWindows ?? [];
      deps.stdout.write(formatOutput(output, { value, names: () => value.map((_window, id) => String(id)), wide: () => formatWindows(value, deps.clock.now()) }));
    });
}

const header = ["ID", "STATUS", "KIND", "SCHEDULE", "DURATION", "APPLICATIONS", "NAMESPACES", "CLUSTERS", "MANUALSYNC", "SYNCOVERRUN", "TIMEZONE", "USEANDOPERATOR"];

function formatWindows(windows: readonly SyncWindow[], nowMs: number): string {
  const list = (items: readonly string[] = []): string => (items.length === 0 ? "-" : items.join(","));
  const enabled = (value = false): string => (value ? "Enabled" : "Disabled");
  const rows = windows.map((window, id) => [
    String(id),
    isWindowActive(window, nowMs) ? "Active" : "Inactive",
    window.kind ?? "",
    window.schedule ?? "",
    window.duration ?? "",
    list(window.applications),
    list(window.namespaces),
    list(window.clusters),
    enabled(window.manualSync),
    enabled(window.syncOverrun),
    window.timeZone ?? "",
    enabled(window.andOperator),
  ]);
  return formatTable(header, rows);
}
