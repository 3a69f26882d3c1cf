import type { KubeObject } from "../../kube/index.ts";
import { stringifyYaml } from "../../kube/yaml/index.ts";
import type { Format, SealFlags } from "./flags.ts";
import type { SealDeps } from "./seal-deps.ts";

/** Prints objects, or writes them to `--sealed-secret-file`. */
export async function writeObjects({ world, stdout }: SealDeps, objects: readonly KubeObject[], options: SealFlags & { readonly mode?: number }): Promise<void> {
  const { sealedSecretFile: file, mode } = options;
  const text = formatObjects(objects, options.format ?? (file !== undefined && /\.ya?ml$/.test(file) ? "yaml" : "json"));
  if (file === undefined) stdout.write(text);
  else await world.writeFile(file, text, mode === undefined ? {} : { mode });
}

/** Several objects are several documents in YAML and one List in JSON. */
function formatObjects(objects: readonly KubeObject[], format: Format): string {
  if (format === "yaml") return objects.map((object) => stringifyYaml(object)).join("---\n");
  const [first, ...others] = objects;
  const value = others.length === 0 ? first : { apiVersion: "v1", kind: "List", items: objects };
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
