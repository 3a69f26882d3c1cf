import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import process from "node:process";

/** A fresh folder that is removed when this process ends. */
export function makeTempFolder(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), "sillage-test-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
