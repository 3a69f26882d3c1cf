import type { Command } from "commander";
import { fetchInstallation, formatBackup } from "../../backup/index.ts";
import { createLog } from "../../log/index.ts";
import type { CliDeps } from "../deps.ts";
import { addBackupFlags, installationOf, type BackupFlags } from "./backup-flags.ts";

interface ExportFlags extends BackupFlags {
  readonly out: string;
}

export function addExport(admin: Command, deps: CliDeps): void {
  addBackupFlags(admin.command("export"))
    .description("write settings, repositories, clusters, projects and applications to a file, secrets in clear, as `admin import` and Argo CD read it")
    .option("-o, --out <file>", "where to; - is standard output", "-")
    .action(async (flags: ExportFlags) => {
      const ctx = { signal: deps.signal, log: createLog({ level: "warn" }) };
      const { objects } = await fetchInstallation(ctx, await deps.openCluster(flags), installationOf(flags));
      const documents = formatBackup(objects, flags);
      if (flags.out === "-") for (const document of documents) deps.stdout.write(document);
      else await deps.writeFile(flags.out, [...documents].join(""), { mode: 0o600 });
    });
}
