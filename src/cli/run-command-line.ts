import { serveNames, type CliDeps } from "./deps.ts";
import { createProgram } from "./program.ts";
import { spellBooleans } from "./spell-booleans.ts";

/**
 * Does what one command line says; `extraFlags` stand in front of its own, but not when it starts a server, to which they would mean something else.
 * Throws what `createProgram` promises.
 */
export async function runCommandLine(argv: readonly string[], deps: CliDeps, { extraFlags = [] }: { readonly extraFlags?: readonly string[] } = {}): Promise<void> {
  const isServing = serveNames.some((name) => argv.includes(name));
  const program = await createProgram(deps, argv);
  await program.parseAsync(spellBooleans(program, isServing ? argv : [...extraFlags, ...argv]), { from: "user" });
}
