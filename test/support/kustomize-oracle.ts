import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { findTool } from "../../tools/find-tool.ts";
import { parseDocuments } from "../../src/kube/yaml/index.ts";
import { createDiskStore, createRecordingView } from "../../src/render/view/index.ts";
import { buildKustomization } from "../../src/render/kustomize/index.ts";

const run = promisify(execFile);
const kustomize = await findTool("kustomize");

/** Why there is nothing to compare with on this machine, or false. */
export const skipWithoutKustomize = kustomize.kind === "found" ? false : `no kustomize to compare with: ${kustomize.reason}`;

export type Outcome = { readonly kind: "built"; readonly objects: readonly unknown[] } | { readonly kind: "unsupported" | "failed"; readonly reason: string };

export async function buildHere(root: string, target: string): Promise<Outcome> {
  const view = createRecordingView({ store: createDiskStore(root), rootOid: "", signal: AbortSignal.timeout(10_000), maxFileBytes: 10_000_000 });
  try {
    const result = await buildKustomization(view, target);
    return result.kind === "unsupported" ? result : { kind: "built", objects: result.manifests.map(({ object }) => JSON.parse(JSON.stringify(object)) as unknown) };
  } catch (error) {
    return { kind: "failed", reason: String(error) };
  }
}

export async function buildThere(directory: string): Promise<Outcome> {
  if (kustomize.kind === "missing") return { kind: "failed", reason: kustomize.reason };
  try {
    const { stdout } = await run(kustomize.path, ["build", directory], { maxBuffer: 100_000_000, timeout: 20_000 });
    return { kind: "built", objects: parseDocuments(stdout, { file: "stdout" }).map(({ value }) => JSON.parse(JSON.stringify(value)) as unknown) };
  } catch (error) {
    return { kind: "failed", reason: String(error) };
  }
}
