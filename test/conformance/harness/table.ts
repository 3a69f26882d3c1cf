/** What kubectl prints as a table: the column names (two or more spaces apart, so that NOMINATED NODE stays one) and the cells of each row. */
export function parseTable(text: string): { readonly columns: readonly string[]; readonly rows: readonly (readonly string[])[] } {
  const [header = [], ...rows] = text
    .trimEnd()
    .split("\n")
    .map((line) => line.trimEnd().split(/ {2,}/));
  return { columns: header, rows };
}
