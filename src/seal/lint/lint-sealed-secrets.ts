import { formatKey, getRecord, keyOf, type KubeObject } from "../../kube/index.ts";
import { type Manifest } from "../../render/view/index.ts";
import { type SealingCertificate } from "../certificate.ts";
import { isSealedSecret, parseSealedSecret } from "../sealed-secret.ts";
import { createFinding, type Finding } from "./finding.ts";
import { lintKeys } from "./lint-keys.ts";
import { lintPlace } from "./lint-place.ts";
import { lintStructure } from "./lint-structure.ts";
import { lintTemplate } from "./lint-template.ts";

export interface LintInput {
  /** The objects as they stand in files. */
  readonly sources: readonly Manifest[];
  /** What each overlay, chart or folder would apply. Objects belong to their source by file and line. */
  readonly renderings: readonly (readonly Manifest[])[];
  /** Those of the cluster; none leaves keys unchecked. */
  readonly certificates: readonly SealingCertificate[];
  readonly now: number;
  /** Secrets that may stand in clear, as `namespace/name`. */
  readonly allowedSecrets: readonly string[];
}

/** Everything that can be known of sealed secrets without cluster and private key, by file and line. Each finding is said once. */
export function lintSealedSecrets(input: LintInput): readonly Finding[] {
  const { sources, renderings } = input;
  const places = new Map(sources.map((manifest) => [placeOf(manifest), manifest]));
  const generated = renderings.flat().filter((manifest) => !places.has(placeOf(manifest)));
  const written = [...sources, ...generated];
  const findings = [
    ...written.filter(({ object }) => isSealedSecret(object)).flatMap((manifest) => lintOne(manifest, input)),
    ...lintPlaintext(written, input.allowedSecrets),
    ...renderings.flatMap((rendering) => [...lintApplied(rendering, places), ...lintDuplicates(rendering)]),
  ];
  const unique = new Map(findings.map((finding) => [`${finding.file}\n${finding.line}\n${finding.code}\n${finding.message}`, finding]));
  return [...unique.values()].toSorted((a, b) => compareTexts(a.file, b.file) || a.line - b.line);
}

function lintOne(manifest: Manifest, input: LintInput): readonly Finding[] {
  const structure = lintStructure(manifest);
  if (manifest.object.metadata.name === undefined) return structure;
  return [...structure, ...lintTemplate(manifest, parseSealedSecret(manifest.object)), ...lintKeys(manifest, input)];
}

function lintApplied(rendering: readonly Manifest[], places: ReadonlyMap<string, Manifest>): readonly Finding[] {
  return rendering.filter(({ object }) => isSealedSecret(object)).flatMap((applied) => lintPlace(applied, places.get(placeOf(applied)) ?? applied));
}

function lintDuplicates(rendering: readonly Manifest[]): readonly Finding[] {
  const groups = Map.groupBy(
    rendering.filter(({ object }) => isSealedSecret(object)),
    ({ object }) => formatKey(keyOf(object)),
  );
  return [...groups.values()].flatMap(([first, ...others]) =>
    others.map((other) => createFinding("SEAL-DUPLICATE", other, `is there twice: it stands in "${first?.origin.file ?? ""}:${first?.origin.line ?? 0}" too`)),
  );
}

/** Base64 is no protection: a Secret with values in Git is a secret given away. */
function lintPlaintext(manifests: readonly Manifest[], allowedSecrets: readonly string[]): readonly Finding[] {
  const sealed = new Set(manifests.filter(({ object }) => isSealedSecret(object)).map(({ object }) => nameOf(object)));
  const inClear = manifests.filter(({ object }) => isSecretWithValues(object) && !allowedSecrets.includes(nameOf(object)));
  return inClear.map((manifest) =>
    createFinding("SEAL-PLAINTEXT", manifest, sealed.has(nameOf(manifest.object)) ? "is committed in clear beside its SealedSecret" : "is committed in clear: seal it"),
  );
}

function isSecretWithValues(object: KubeObject): boolean {
  if (object.apiVersion !== "v1" || object.kind !== "Secret") return false;
  return ["data", "stringData"].some((field) => Object.values(getRecord(object, field) ?? {}).some((value) => value !== null && value !== ""));
}

function nameOf({ metadata }: KubeObject): string {
  return metadata.namespace === undefined ? (metadata.name ?? "") : `${metadata.namespace}/${metadata.name ?? ""}`;
}

function placeOf({ origin }: Manifest): string {
  return `${origin.file}:${origin.line}`;
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
