import { mapLimit } from "../../async/index.ts";
import { describeError, isSillageError } from "../../errors/index.ts";
import { findSealedSecrets, type SealedDocument } from "./sealed-documents.ts";
import type { SealDeps } from "./seal-deps.ts";

/** A file and the SealedSecrets in it. */
export interface SealedFile {
  readonly file: string;
  readonly text: string;
  readonly documents: readonly SealedDocument[];
}

/** The files of a working tree with SealedSecrets. What is no YAML, such as a chart's template, is passed over, and said. */
export async function readTree(deps: SealDeps, folder: string, { namespace }: { readonly namespace: string | undefined }): Promise<readonly SealedFile[]> {
  const files = await deps.world.listManifests(folder);
  const read = await mapLimit(files, { limit: 16, signal: deps.signal }, async (file) => {
    const text = Buffer.from(await deps.world.readBytes(file)).toString("utf8");
    return { file, text, documents: tryFind(deps, text, { file, namespace }) };
  });
  return read.filter(({ documents }) => documents.length > 0);
}

function tryFind(deps: SealDeps, text: string, options: { readonly file: string; readonly namespace: string | undefined }): readonly SealedDocument[] {
  try {
    return findSealedSecrets(text, options);
  } catch (error) {
    if (!isSillageError(error, "invalid")) throw error;
    deps.stderr.write(`Passed over: ${describeError(error)}\n`);
    return [];
  }
}
