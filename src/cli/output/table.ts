interface TableOptions {
  /** A cell as it is shown, such as in a colour; what it adds takes no room. */
  readonly decorate?: (cell: string) => string;
  /** No line is longer: the last cell of a row gives way. */
  readonly columns?: number;
}

const plain = (cell: string): string => cell;

/** Columns padded to their widest cell, two spaces apart, no borders: the way kubectl prints. An empty cell stays empty. */
export function formatTable(header: readonly string[], rows: readonly (readonly string[])[], { decorate = plain, columns = Infinity }: TableOptions = {}): string {
  const widths = header.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const lines = [header, ...rows].map((row) => {
    const last = row.findLastIndex((cell) => cell !== "");
    const room = columns - widths.slice(0, last).reduce((sum, width) => sum + width + 2, 0);
    return row
      .slice(0, last + 1)
      .map((cell, column) => (column === last ? decorate(cell.slice(0, Math.max(0, room))) : decorate(cell) + " ".repeat((widths[column] ?? 0) - cell.length)));
  });
  return `${lines.map((cells) => cells.join("  ")).join("\n")}\n`;
}
