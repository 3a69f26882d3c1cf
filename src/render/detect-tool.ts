import type { ApplicationSource, SourceType } from "../api/index.ts";
import { SillageError } from "../errors/index.ts";
import type { FileView } from "./view/index.ts";

const kustomizations = ["kustomization.yaml", "kustomization.yml", "Kustomization"];

/** The tool a source asks for, or that fits what is in its folder. */
export async function detectTool(view: FileView, path: string, source: ApplicationSource): Promise<SourceType> {
  const named: SourceType[] = [];
  if (source.helm !== undefined) named.push("Helm");
  if (source.kustomize !== undefined) named.push("Kustomize");
  if (source.directory !== undefined) named.push("Directory");
  if (source.plugin !== undefined) named.push("Plugin");
  if (named.length > 1) throw new SillageError("invalid", `The source asks for several tools: ${named.join(", ")}`, { terminal: true, reason: "SeveralTools" });
  if (named[0] !== undefined) return named[0];
  const has = async (name: string): Promise<boolean> => (await view.getKind(path === "" ? name : `${path}/${name}`)) === "file";
  if (await has("Chart.yaml")) return "Helm";
  for (const name of kustomizations) if (await has(name)) return "Kustomize";
  return "Directory";
}
