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

/** A flag's place in a list, the first of which is 1. */
export function parsePosition(value: string): number {
  if (!/^[1-9]\d{0,5}$/.test(value)) throw new InvalidArgumentError("It takes a position; the first is 1.");
  return Number(value);
}

/** For applications outside the control plane's namespace. */
export function appNamespaceOption(): Option {
  return new Option("-N, --app-namespace <namespace>", "namespace of the application, where its name does not say it");
}

/** Argo CD's flag to hear "not found" instead of "permission denied". We never tell the two apart, so it changes nothing. */
export function projectHint(): Option {
  return new Option("--project <name>", "project of the application").hideHelp();
}

/** A flag whose values are separated by commas, and which may be repeated. */
export function commaListOption(flags: string, description: string): Option {
  return new Option(flags, `${description}; separated by commas`).argParser<readonly string[] | undefined>((value, all) => [...(all ?? []), ...value.split(",")]);
}

const lifetimeUnits: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400 };

/** Seconds of a flag such as `12h` or `7d`. */
export function parseLifetime(value: string): number {
  const [, amount = "", unit = "s"] = /^(\d{1,9})([smhd])$/.exec(value) ?? [];
  if (amount === "") throw new InvalidArgumentError("It takes a duration such as 30m, 12h or 7d.");
  return Number(amount) * (lifetimeUnits[unit] ?? 1);
}

/** A flag's port, 0 for any free one. */
export function parsePort(value: string): number {
  if (!/^\d{1,5}$/.test(value) || Number(value) > 65_535) throw new InvalidArgumentError("It takes a port, from 0 to 65535.");
  return Number(value);
}
