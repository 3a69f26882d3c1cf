import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { SillageError } from "../errors/index.ts";
import { runInTerminal } from "../exec/index.ts";

/** Memory, where Linux has it, so that the text never reaches a disk. */
const memory = "/dev/shm";

/** A text as a person leaves it in their editor. The file lies in a folder of its own that only they can enter; the folder is removed with whatever the editor put there. */
export async function editPrivately(text: string, { editor, fileName }: { readonly editor: string; readonly fileName: string }): Promise<string> {
  const [program = "vi", ...args] = editor.split(/\s+/).filter((word) => word !== "");
  const folder = await mkdtemp(path.join(await findBase(), "sillage-edit-"));
  try {
    const file = path.join(folder, fileName);
    await writeFile(file, text, { mode: 0o600 });
    const exitCode = await runInTerminal(program, [...args, file]);
    if (exitCode !== 0) throw new SillageError("canceled", `The editor "${program}" ended with exit code ${exitCode}: nothing was changed`);
    return await readFile(file, "utf8");
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function findBase(): Promise<string> {
  const found = await stat(memory).catch(() => undefined);
  return found?.isDirectory() === true ? memory : tmpdir();
}
