import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Difference } from "../cli/index.ts";
import { runInTerminal } from "../exec/index.ts";

/** Shows a difference with a program that is given two files, as `diff` is; the command may have arguments. How the program ends does not count. */
export async function showWith(command: string, { name, live, desired }: Difference): Promise<void> {
  const [program = "diff", ...args] = command.split(/\s+/).filter((word) => word !== "");
  const folder = await mkdtemp(path.join(tmpdir(), "sillage-diff-"));
  try {
    const files = [path.join(folder, `${name}-live.yaml`), path.join(folder, `${name}.yaml`)] as const;
    await writeFile(files[0], live, { mode: 0o600 });
    await writeFile(files[1], desired, { mode: 0o600 });
    await runInTerminal(program, [...args, ...files]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
