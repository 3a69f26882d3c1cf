export interface RenewalInput {
  /** The keys that may seal. */
  readonly keys: readonly { readonly notBefore: number; readonly notAfter: number }[];
  readonly nowMs: number;
}

export interface RenewalOptions {
  /** Age at which the newest key gets a successor; 0 for never. */
  readonly periodMs: number;
  /** Keys from before this moment seal no more, once it has come. */
  readonly cutoffMs?: number;
}

/** When the next key is to be made: a time that has passed means now. */
export function computeNextKeyMs({ keys, nowMs }: RenewalInput, { periodMs, cutoffMs }: RenewalOptions): number {
  if (keys.length === 0) return nowMs;
  const newest = keys.reduce((one, other) => (other.notBefore > one.notBefore ? other : one));
  // Certificates count in seconds: one made right after the cut-off may say the second before it.
  const isCutOff = cutoffMs !== undefined && newest.notBefore < Math.floor(cutoffMs / 1_000) * 1_000;
  const due = [newest.notAfter, ...(periodMs > 0 ? [newest.notBefore + periodMs] : []), ...(isCutOff ? [cutoffMs] : [])];
  return Math.min(...due);
}
