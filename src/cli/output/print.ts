import { Option } from "commander";
import { stringifyYaml } from "../../kube/yaml/index.ts";

const outputFormats = ["wide", "json", "yaml", "name"] as const;
export type OutputFormat = (typeof outputFormats)[number];

/** `-o` with the formats everybody knows. Commander refuses others. */
export function outputOption(): Option {
  return new Option("-o, --output <format>", "output format").choices([...outputFormats]).default("wide");
}

const applicationFormats = [...outputFormats, "tree", "tree=detailed"] as const;
export type ApplicationFormat = (typeof applicationFormats)[number];

/** `-o` for one application, which also can be shown as a tree. */
export function applicationOutputOption(): Option {
  return new Option("-o, --output <format>", "output format").choices([...applicationFormats]).default("wide");
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
