import { isRecord } from "../../../kube/index.ts";

export type Block = Readonly<Record<string, unknown>>;

/** The block with another value at the path. `undefined` takes the value away, and with it the blocks above that have nothing left in them. */
export function setAt(block: unknown, [step = "", ...rest]: readonly string[], value: unknown): Block {
  const fields = isRecord(block) ? block : {};
  const after = rest.length === 0 ? value : withoutEmpty(setAt(fields[step], rest, value), value);
  if (after !== undefined) return { ...fields, [step]: after };
  const { [step]: _before, ...others } = fields;
  return others;
}

function withoutEmpty(block: Block, value: unknown): Block | undefined {
  return value === undefined && Object.keys(block).length === 0 ? undefined : block;
}
