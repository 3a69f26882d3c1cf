import { InvalidArgumentError, Option } from "commander";

/** A flag that may be repeated: its values together, none when it is left out. */
export function listOption(flags: string, description: string): Option {
  return new Option(flags, `${description}; may be repeated`).argParser<readonly string[] | undefined>((value, all) => [...(all ?? []), value]);
}

/** A flag's whole number, zero or more. */
export function parseCount(value: string): number {
  if (!/^\d{1,9}$/.test(value)) throw new InvalidArgumentError("It takes a whole number, zero or more.");
  return Number(value);
}

/** A flag's truth value. */
export function parseTruth(value: string): boolean {
  if (value !== "true" && value !== "false") throw new InvalidArgumentError("It takes true or false.");
  return value === "true";
}

export function timeoutOption(): Option {
  return new Option("--timeout <seconds>", "give up waiting after this time; 0 means never").argParser(parseCount).default(0);
}

export function selectorOption(): Option {
  return new Option("-l, --selector <labels>", "applications with these labels instead of names");
}
