/** Columns padded to their widest cell, two spaces apart, no borders: the way kubectl prints. An empty cell stays empty. */
export function formatTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = header.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const lines = [header, ...rows].map((row) => row.map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(widths[column] ?? 0))).join("  "));
  return `${lines.map((line) => line.trimEnd()).join("\n")}\n`;
}
