import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import process from "node:process";

const folders: string[] = [];
process.once("exit", () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A fresh folder that is removed when this process ends. */
export function makeTempFolder(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), "sillage-test-"));
  folders.push(folder);
  return folder;
}
