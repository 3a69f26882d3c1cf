import path from "node:path";
import { getField, getList, getString } from "../../kube/index.ts";
import type { Manifest } from "../../render/view/index.ts";

/** A document of a working tree, of whatever kind. */
export interface TreeDocument {
  readonly file: string;
  readonly line: number;
  readonly value: unknown;
}

/** A folder that somebody applies as a whole. */
export interface RenderRoot {
  /** A chart may be nothing without values that stand elsewhere. */
  readonly kind: "kustomization" | "chart";
  readonly folder: string;
  /** What makes it one: its kustomization, or its Chart.yaml. */
  readonly file: string;
}

const kustomizationFile = /^(?:kustomization\.ya?ml|Kustomization)$/;

/** Charts, and the folders whose kustomization no other one of the tree uses: what somebody applies, not what others are made of. */
export function findRenderRoots(documents: readonly TreeDocument[]): readonly RenderRoot[] {
  const kustomizations = documents.filter(({ file }) => kustomizationFile.test(path.basename(file)));
  const used = new Set(kustomizations.flatMap(({ file, value }) => listUsed(value).map((target) => path.join(path.dirname(file), target))));
  const own = kustomizations.filter(({ value }) => getString(value, "kind") !== "Component").map((document) => toRoot("kustomization", document));
  const charts = documents.filter(({ file }) => path.basename(file) === "Chart.yaml");
  const whole = charts.filter(({ value }) => getString(value, "type") !== "library").map((document) => toRoot("chart", document));
  const parts = charts.map(({ file }) => path.join(path.dirname(file), "charts", path.sep));
  const roots = [...own.filter(({ folder }) => !used.has(folder)), ...whole.filter(({ folder }) => !parts.some((part) => `${folder}${path.sep}`.startsWith(part)))];
  return [...new Map(roots.map((root) => [root.folder, root])).values()];
}

function toRoot(kind: RenderRoot["kind"], { file }: TreeDocument): RenderRoot {
  return { kind, folder: path.dirname(file), file };
}

function listUsed(kustomization: unknown): readonly string[] {
  const entries = ["resources", "bases", "components"].flatMap((field) => getList(kustomization, field));
  return entries.filter((entry): entry is string => typeof entry === "string").map((entry) => entry.replace(/\/+$/, ""));
}

/** What is applied as it stands: in no rendering, and with a namespace of its own, as without one nobody knows where it ends up. */
export function findPlain(sources: readonly Manifest[], renderings: readonly (readonly Manifest[])[]): readonly Manifest[] {
  const rendered = new Set(renderings.flat().map(placeOf));
  return sources.filter((source) => !rendered.has(placeOf(source)) && getField(source.object, "metadata", "namespace") !== undefined);
}

function placeOf({ origin }: Manifest): string {
  return `${origin.file}:${origin.line}`;
}
