import { sourcesOf, type Application } from "../../api/index.ts";
import { formatTable } from "../output/table.ts";

const longest = 80;

/** The Helm parameters of a source; empty when it has none. */
export function formatParameters({ spec }: Application, index: number): string {
  const parameters = sourcesOf(spec)[index]?.helm?.parameters ?? [];
  if (parameters.length === 0) return "";
  return formatTable(
    ["NAME", "VALUE"],
    parameters.map(({ name, value = "" }) => [name, value.length > longest ? `${value.slice(0, longest - 3)}...` : value]),
  );
}
