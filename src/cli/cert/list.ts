import { Option, type Command } from "commander";
import { connectFrom } from "../connect.ts";
import type { CliDeps } from "../deps.ts";
import { formatOutput, type OutputFormat } from "../output/print.ts";
import { formatTable } from "../output/table.ts";

interface ListOptions {
  readonly output: Exclude<OutputFormat, "name">;
  readonly certType?: string;
  readonly hostnamePattern?: string;
  readonly sort: "hostname" | "type";
}

export function addCertList(cert: Command, deps: CliDeps): void {
  cert
    .command("list")
    .alias("ls")
    .description("list what is trusted of Git servers")
    .addOption(new Option("-o, --output <format>", "output format").choices(["wide", "json", "yaml"]).default("wide"))
    .addOption(new Option("--cert-type <type>", "only of this type").choices(["ssh", "https"]))
    .option("--hostname-pattern <glob>", "only for such hosts")
    .addOption(new Option("--sort <column>", "order of the table").choices(["hostname", "type"]).default("hostname"))
    .action(async ({ output, certType, hostnamePattern, sort }: ListOptions, command: Command) => {
      const query = { ...(certType === undefined ? {} : { certType }), ...(hostnamePattern === undefined ? {} : { hostNamePattern: hostnamePattern }) };
      const value = await (await connectFrom(command, deps)).fetchCertificates(query, deps);
      const keyOf = (each: (typeof value)[number]): string => (sort === "type" ? each.certType : each.serverName);
      const sorted = value.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : keyOf(a) > keyOf(b) ? 1 : 0));
      const rows = sorted.map(({ serverName, certType: type, certSubType, certInfo }) => [serverName, type, certSubType, certInfo]);
      deps.stdout.write(formatOutput(output, { value, names: () => [], wide: () => formatTable(["HOSTNAME", "TYPE", "SUBTYPE", "INFO"], rows) }));
    });
}
