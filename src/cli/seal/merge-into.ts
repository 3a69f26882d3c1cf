import { SillageError } from "../../errors/index.ts";
import { getRecord, getString, getStringMap, type KubeObject } from "../../kube/index.ts";
import { getScope, sealingKeysAnnotation } from "../../seal/index.ts";
import { editMaps, type MapEdit } from "./edit-map.ts";
import type { SealFlags } from "./flags.ts";
import { openCertificate } from "./open-certificate.ts";
import { describeSealed, readSealedSecrets, type SealedDocument } from "./sealed-documents.ts";
import type { SealDeps } from "./seal-deps.ts";
import { sealSecrets } from "./seal-secrets.ts";

/** `--merge-into`: the items of the Secret, sealed for the name, namespace and scope of the SealedSecret in the file, put into that file. */
export async function mergeInto(deps: SealDeps, input: { readonly text: string; readonly file: string }, options: SealFlags & { readonly mergeInto: string }): Promise<void> {
  const file = options.mergeInto;
  const text = Buffer.from(await deps.world.readBytes(file)).toString("utf8");
  const target = chooseTarget(readSealedSecrets(text, { file, namespace: options.namespace }), options);
  const { name = "", namespace } = target.object.metadata;
  const scope = getScope(target.object.metadata);
  if (options.scope !== undefined && options.scope !== scope) {
    throw new SillageError("invalid", `Cannot merge with scope ${options.scope}: ${describeSealed(target)} has scope ${scope}, and its items cannot differ in that`);
  }
  const certificate = await openCertificate(deps, options);
  const place = namespace === undefined ? {} : { namespace };
  const [sealed, ...others] = await sealSecrets(deps, input, { ...options, ...place, name, scope, certificate });
  if (sealed === undefined || others.length > 0) throw new SillageError("invalid", "--merge-into takes one Secret");
  await deps.world.writeFile(file, editMaps(text, [{ line: target.line, at: target.at, edits: planEdits(target.object, sealed) }]));
}

function chooseTarget(found: readonly SealedDocument[], { mergeInto: file, name }: SealFlags): SealedDocument {
  const fitting = found.filter(({ object }) => name === undefined || object.metadata.name === name);
  const [target, ...others] = fitting;
  if (target === undefined) throw new SillageError("notFound", `There is no SealedSecret "${name}" in "${file}"`);
  if (others.length > 0) throw new SillageError("invalid", `"${file}" holds ${fitting.length} SealedSecrets: choose one with --name`);
  return target;
}

/** Only what differs, so that equal labels cause no edit. */
function planEdits(before: KubeObject, sealed: KubeObject): readonly MapEdit[] {
  const items = getStringMap(sealed, "spec", "encryptedData");
  const template = ["spec", "template", "metadata"];
  const labels = [...template, "labels"];
  const annotations = [...template, "annotations"];
  return [
    { path: ["spec", "encryptedData"], entries: items },
    ...[labels, annotations].map((path) => ({ path, entries: changedEntries(getStringMap(before, ...path), getStringMap(sealed, ...path)) })),
    { path: ["metadata", "annotations"], entries: { [sealingKeysAnnotation]: joinKeys(before, sealed) } },
  ];
}

function changedEntries(before: Readonly<Record<string, string>>, after: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(after).filter(([key, value]) => before[key] !== value));
}

/** The keys of the items that stay and of those that come; unknown stays unknown. */
function joinKeys(before: KubeObject, sealed: KubeObject): string | undefined {
  const fresh = sealed.metadata.annotations?.[sealingKeysAnnotation] ?? "";
  const items = getStringMap(sealed, "spec", "encryptedData");
  const isReplaced = Object.keys(getRecord(before, "spec", "encryptedData") ?? {}).every((item) => items[item] !== undefined);
  if (isReplaced) return fresh;
  const known = getString(before, "metadata", "annotations", sealingKeysAnnotation);
  return known === undefined ? undefined : [...new Set([...known.split(","), fresh])].join(",");
}
