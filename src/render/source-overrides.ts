import { type ApplicationSource, parseApplicationSource } from "../api/index.ts";
import { isRecord } from "../kube/index.ts";
import { applyMergePatch } from "../kube/patch/index.ts";
import { parseDocuments } from "../kube/yaml/index.ts";
import type { FileView } from "./view/index.ts";

const fixed = ["repoURL", "path", "chart", "targetRevision", "ref", "name"];

/** The source with what `.argocd-source.yaml` and `.argocd-source-<app>.yaml` in its folder say merged into it. Where it is cannot be changed so. */
export async function applySourceOverrides(
  view: FileView,
  source: ApplicationSource,
  { path, appName }: { readonly path: string; readonly appName: string },
): Promise<ApplicationSource> {
  let merged: unknown = source;
  for (const name of [".argocd-source.yaml", `.argocd-source-${appName}.yaml`]) {
    const file = path === "" ? name : `${path}/${name}`;
    const bytes = await view.readFile(file);
    if (bytes === undefined) continue;
    for (const { value } of parseDocuments(bytes, { file })) merged = parseApplicationSource(applyMergePatch(merged, withoutFixed(value)), file);
  }
  return merged === source ? source : parseApplicationSource(merged, path);
}

function withoutFixed(value: unknown): unknown {
  return isRecord(value) ? Object.fromEntries(Object.entries(value).filter(([name]) => !fixed.includes(name))) : {};
}
