/** One measured line: what, and its figures. */
export interface Measurement {
  readonly scenario: string;
  readonly figures: Readonly<Record<string, string>>;
}

export function print({ scenario, figures }: Measurement): void {
  const listed = Object.entries(figures).map(([name, value]) => `${name} ${value}`);
  console.log(`${scenario}: ${listed.join(", ")}`);
}

export function formatMilliseconds(value: number): string {
  return `${value.toFixed(value < 10 ? 1 : 0)} ms`;
}
