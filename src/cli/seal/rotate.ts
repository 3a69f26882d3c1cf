import type { Command } from "commander";
import { mapLimit } from "../../async/index.ts";
import { SillageError } from "../../errors/index.ts";
import { getField, getStringMap, type KubeObject } from "../../kube/index.ts";
import { resealSecret, sealingKeysAnnotation } from "../../seal/index.ts";
import type { CliDeps } from "../deps.ts";
import { rotateByController } from "./ask-controller.ts";
import { editMaps, type MapEdit } from "./edit-map.ts";
import { addCertificateFlags, privateKeyOption, type SealFlags } from "./flags.ts";
import { openCertificate } from "./open-certificate.ts";
import { readKeys } from "./read-keys.ts";
import { readTree, type SealedFile } from "./read-tree.ts";
import { openSealDeps, type SealDeps } from "./seal-deps.ts";
import { describeSealed, hintNamespace, type SealedDocument } from "./sealed-documents.ts";

interface RotateFlags extends SealFlags {
  readonly commit?: true;
}

/** One SealedSecret under the newest key; the very object that was given when nothing had to change. */
type Reseal = (sealed: SealedDocument) => Promise<KubeObject>;

interface RotatedFile {
  readonly file: string;
  readonly text: string;
  readonly changes: readonly { readonly sealed: SealedDocument; readonly items: readonly string[] }[];
}

export function addSealRotate(seal: Command, deps: CliDeps): void {
  const command = seal
    .command("rotate <folder>")
    .description("encrypt all SealedSecrets of a working tree for the newest key: by the controller, or here with private keys. All or none; what uses the newest key stays")
    .addOption(privateKeyOption())
    .option("-n, --namespace <namespace>", "namespace of the SealedSecrets that name none")
    .option("--commit", "commit the changed files, as one commit");
  addCertificateFlags(command);
  command.action(async (folder: string, _options: unknown, self: Command) => rotateFolder(await openSealDeps(deps), folder, self.optsWithGlobals<RotateFlags>()));
}

/** First everything is encrypted, then everything is written: a key that is missing leaves the tree as it was. */
async function rotateFolder(deps: SealDeps, folder: string, flags: RotateFlags): Promise<void> {
  const { world, signal } = deps;
  const reseal = await chooseReseal(deps, flags);
  const files = await readTree(deps, folder, { namespace: flags.namespace });
  const rotated = await mapLimit(files, { limit: 4, signal }, (file) => rotateFile(file, reseal));
  const changed = rotated.filter(({ changes }) => changes.length > 0);
  const names = changed.map(({ file }) => file);
  const workTree = flags.commit === true ? world.openWorkTree(folder, { signal }) : undefined;
  const dirty = (await workTree?.listChanged(names)) ?? [];
  if (dirty.length > 0) throw new SillageError("conflict", `Cannot commit: "${dirty.join('", "')}" had changes before; commit or undo them first`);

  for (const { file, text } of changed) await world.writeFile(file, text);
  for (const { changes } of changed) for (const { sealed, items } of changes) deps.stdout.write(`${describeSealed(sealed)}: ${items.join(", ")}\n`);
  const found = files.reduce((sum, { documents }) => sum + documents.length, 0);
  const count = changed.reduce((sum, { changes }) => sum + changes.length, 0);
  if (count > 0) await workTree?.commit(names, "Seal secrets with the newest key");
  deps.stderr.write(`${count} of ${found} SealedSecrets encrypted anew\n`);
}

async function chooseReseal(deps: SealDeps, flags: RotateFlags): Promise<Reseal> {
  if (flags.recoveryPrivateKey === undefined) {
    const service = await deps.world.openKeyService(flags);
    return (sealed) => rotateByController(deps, service, sealed);
  }
  const { keys, certificates } = await readKeys(deps, flags);
  const certificate = flags.cert === undefined && certificates[0] !== undefined ? certificates[0] : await openCertificate(deps, flags);
  return async (sealed) => {
    const resealed = await resealSecret(sealed.object, { keys, certificate });
    if (resealed.kind === "failed") throw new SillageError("conflict", `Cannot open ${describeSealed(sealed)}: ${resealed.message}${hintNamespace(sealed)}`);
    return resealed.sealedSecret;
  };
}

async function rotateFile({ file, text: before, documents }: SealedFile, reseal: Reseal): Promise<RotatedFile> {
  const plans = [];
  for (const sealed of documents) plans.push({ sealed, ...planRotation(sealed.object, await reseal(sealed)) });
  const changes = plans.filter(({ items }) => items.length > 0);
  const text = editMaps(
    before,
    changes.map(({ sealed, edits }) => ({ line: sealed.line, at: sealed.at, edits })),
  );
  return { file, text, changes };
}

/** The ciphertexts that differ, and the note which key they use; everything else of the answer is the controller's own idea. */
function planRotation(before: KubeObject, after: KubeObject): { readonly items: readonly string[]; readonly edits: readonly MapEdit[] } {
  const old = getStringMap(before, "spec", "encryptedData");
  const fresh = Object.entries(getStringMap(after, "spec", "encryptedData")).filter(([item, text]) => old[item] !== text);
  const legacy = getField(after, "spec", "data");
  const hasLegacy = typeof legacy === "string" && legacy !== getField(before, "spec", "data");
  const keys = after.metadata.annotations?.[sealingKeysAnnotation];
  const isNoted = keys !== undefined && keys !== before.metadata.annotations?.[sealingKeysAnnotation];
  return {
    items: [...fresh.map(([item]) => item), ...(hasLegacy ? ["data"] : [])],
    edits: [
      { path: ["spec", "encryptedData"], entries: Object.fromEntries(fresh) },
      ...(hasLegacy ? [{ path: ["spec"], entries: { data: legacy } }] : []),
      ...(isNoted ? [{ path: ["metadata", "annotations"], entries: { [sealingKeysAnnotation]: keys } }] : []),
    ],
  };
}
