import { isRecord } from "../../../kube/index.ts";

export type Block = Readonly<Record<string, unknown>>;

/** The block with another value at the path. `undefined` takes the value away, and with it the blocks above that have nothing left in them. */
export function setAt(block: unknown, path: readonly string[], value: unknown): Block {
  const [step, ...rest] = path;
  const { [step ?? ""]: before, ...others } = isRecord(block) ? block : {};
  if (step === undefined) return others;
  const after = rest.length === 0 ? value : pruned(setAt(before, rest, value), value);
  return after === undefined ? others : { ...(isRecord(block) ? block : {}), [step]: after };
}

function pruned(block: Block, value: unknown): Block | undefined {
  return value === undefined && Object.keys(block).length === 0 ? undefined : block;
}
