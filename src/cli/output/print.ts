import { Option } from "commander";
import { SillageError } from "../../errors/index.ts";
import { stringifyYaml } from "../../kube/yaml/index.ts";

export const outputFormats = ["wide", "json", "yaml", "name"] as const;
export type OutputFormat = (typeof outputFormats)[number];

/** `-o` with the formats everybody knows. */
export function outputOption(): Option {
  return new Option("-o, --output <format>", "output format").choices([...outputFormats]).default("wide");
}

export interface Printers {
  /** The value printed by json and yaml. */
  readonly value: unknown;
  readonly names: () => readonly string[];
  readonly wide: () => string;
}

/** The text of a value in the wanted format, ending in a newline. */
export function formatOutput(format: OutputFormat, printers: Printers): string {
  switch (format) {
    case "json":
      return `${JSON.stringify(printers.value, undefined, 2)}\n`;
    case "yaml":
      return stringifyYaml(printers.value);
    case "name":
      return printers
        .names()
        .map((name) => `${name}\n`)
        .join("");
    case "wide":
      return printers.wide();
  }
}

/** Parses a flag that Commander has already limited to the formats. */
export function parseOutputFormat(value: unknown): OutputFormat {
  const found = outputFormats.find((format) => format === value);
  if (found === undefined) throw new SillageError("invalid", `Output format "${String(value)}" is not one of ${outputFormats.join(", ")}`);
  return found;
}
