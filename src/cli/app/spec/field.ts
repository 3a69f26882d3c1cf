import { Option, type Command } from "commander";
import { getField } from "../../../kube/index.ts";
import { listOption, parseCount, parseTruth } from "../../flags.ts";
import { splitPair } from "./merge.ts";
import { setAt, type Block } from "./set-at.ts";

/** A flag, the place in a block of YAML that it is about, and what it makes of the value there. */
export interface Field {
  readonly option: Option;
  readonly path: readonly string[];
  /** `undefined` takes the value away. */
  readonly change: (current: unknown, given: unknown) => unknown;
}

/** The flags of a command line, by their camel-case names. */
export type Flags = Readonly<Record<string, unknown>>;

const replace = (_current: unknown, given: unknown): unknown => given;

export function text(flags: string, description: string, path: string): Field {
  return { option: new Option(flags, description), path: path.split("."), change: replace };
}

export function count(flags: string, description: string, path: string): Field {
  return { option: new Option(flags, description).argParser(parseCount), path: path.split("."), change: replace };
}

/** `--flag` alone means yes. */
export function truth(flag: string, description: string, path: string): Field {
  return { option: new Option(`${flag} [bool]`, description).argParser(parseTruth).preset("true"), path: path.split("."), change: replace };
}

/** The values given, all of them, instead of those there were. */
export function list(flags: string, description: string, path: string): Field {
  return { option: listOption(flags, description), path: path.split("."), change: replace };
}

/** `NAME=VALUE` pairs, instead of those there were. */
export function pairs(flags: string, description: string, path: string): Field {
  const option = listOption(flags, description);
  const change = (_current: unknown, given: unknown): unknown => Object.fromEntries(listOf(given).map((pair) => splitPair(pair, option.long ?? flags)));
  return { option, path: path.split("."), change };
}

/** The values given, one after the other, put into what is there. */
export function merged(flags: string, description: string, into: { readonly path: string; readonly merge: (current: unknown, value: string) => unknown }): Field {
  const change = (current: unknown, given: unknown): unknown => listOf(given).reduce(into.merge, current);
  return { option: listOption(flags, description), path: into.path.split("."), change };
}

/** Takes the value away. */
export function absent(flags: string, description: string, path: string): Field {
  return { option: new Option(flags, description), path: path.split("."), change: () => undefined };
}

/** A flag that is a choice or a number and changes a whole block. */
export function special(option: Option, path: string, change: Field["change"]): Field {
  return { option, path: path.split("."), change };
}

export function addFields(command: Command, fields: readonly Field[]): void {
  for (const { option } of fields) command.addOption(option);
}

/** Whether the command line has a flag of these fields. */
export function hasFields(fields: readonly Field[], flags: Flags): boolean {
  return fields.some(({ option }) => flags[option.attributeName()] !== undefined);
}

/** The block as the flags want it, field by field in the order of the list. */
export function applyFields(block: Block, fields: readonly Field[], flags: Flags): Block {
  return fields.reduce<Block>((current, { option, path, change }) => {
    const given = flags[option.attributeName()];
    return given === undefined ? current : setAt(current, path, change(getField(current, ...path), given));
  }, block);
}

function listOf(given: unknown): readonly string[] {
  return Array.isArray(given) ? given.map(String) : [String(given)];
}
