declare global {
  interface JSON {
    /** A number by its digits, which `JSON.stringify` writes as they are (ES2026; in Node 24, not yet in the compiler's library). */
    rawJSON(text: string): { readonly rawJSON: string };
    isRawJSON(value: unknown): value is { readonly rawJSON: string };
  }
}

/** An integer that a JavaScript number cannot hold exactly. `JSON.stringify` writes all of its digits. */
export function rawNumber(value: bigint): object {
  return JSON.rawJSON(value.toString());
}

export function isRawNumber(value: unknown): value is { readonly rawJSON: string } {
  return JSON.isRawJSON(value);
}

export function textOf(value: { readonly rawJSON: string }): string {
  return value.rawJSON;
}
