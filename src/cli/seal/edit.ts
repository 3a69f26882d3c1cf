import type { Command } from "commander";
import { describeError, isSillageError, SillageError } from "../../errors/index.ts";
import { parseSealedSecret, unsealItems, type SealingCertificate } from "../../seal/index.ts";
import type { CliDeps } from "../deps.ts";
import { editMaps, type DocumentEdits } from "./edit-map.ts";
import { formatEditable, parseEdited, type OpenedSecret } from "./editable-text.ts";
import { addCertificateFlags, privateKeyOption, type SealFlags } from "./flags.ts";
import { openCertificate } from "./open-certificate.ts";
import { planItemEdits } from "./plan-item-edits.ts";
import { readKeys, type KeyRing } from "./read-keys.ts";
import { openSealDeps, type SealDeps } from "./seal-deps.ts";
import { describeSealed, hintNamespace, readSealedSecrets, type SealedDocument } from "./sealed-documents.ts";

export function addSealEdit(seal: Command, deps: CliDeps): void {
  const command = seal
    .command("edit <file>")
    .description("change the items of SealedSecrets in your editor: only what you change is sealed anew, in place")
    .addOption(privateKeyOption())
    .option("-n, --namespace <namespace>", "namespace of the SealedSecrets that name none");
  addCertificateFlags(command);
  command.action(async (file: string, _options: unknown, self: Command) => editFile(await openSealDeps(deps), file, self.optsWithGlobals<SealFlags>()));
}

async function editFile(deps: SealDeps, file: string, flags: SealFlags): Promise<void> {
  const text = Buffer.from(await deps.world.readBytes(file)).toString("utf8");
  const ring = await readKeys(deps, flags);
  const opened: OpenedSecret[] = [];
  for (const sealed of readSealedSecrets(text, { file, namespace: flags.namespace })) opened.push(await openItems(sealed, ring));
  const before = formatEditable(opened);
  const wanted = await askUntilReadable(deps, before, opened);
  if (wanted === undefined) return deps.stderr.write("Nothing was changed\n");

  const certificate = await chooseCertificate(deps, { ring, flags });
  const changes = opened
    .map((secret, index) => ({ secret, ...planItemEdits(secret, { wanted: wanted[index] ?? new Map(), certificate }) }))
    .filter(({ changed }) => changed.length > 0);
  if (changes.length === 0) return deps.stderr.write("Nothing was changed\n");
  const edits = changes.map(({ secret, edits }): DocumentEdits => ({ line: secret.sealed.line, at: secret.sealed.at, edits }));
  await deps.world.writeFile(file, editMaps(text, edits));
  for (const { secret, changed } of changes) deps.stdout.write(`${describeSealed(secret.sealed)}: ${changed.join(", ")}\n`);
}

async function openItems(sealed: SealedDocument, { keys }: KeyRing): Promise<OpenedSecret> {
  const parsed = parseSealedSecret(sealed.object);
  if (parsed.legacyData !== undefined) throw new SillageError("invalid", `Cannot edit ${describeSealed(sealed)}: it is of the first format, which has no items`);
  const unsealed = await unsealItems(parsed, keys);
  if (unsealed.kind === "failed") throw new SillageError("conflict", `Cannot open ${describeSealed(sealed)}: ${unsealed.message}${hintNamespace(sealed)}`);
  return { sealed, parsed, items: unsealed.items };
}

/** `undefined` when the text came back as it was. A text that cannot be read goes back to the editor, as long as the person wants. */
async function askUntilReadable(deps: SealDeps, before: string, opened: readonly OpenedSecret[]): Promise<readonly ReadonlyMap<string, Uint8Array>[] | undefined> {
  for (let text = before; ;) {
    text = await deps.world.edit(text, deps);
    if (text === before) return undefined;
    try {
      return parseEdited(text, opened);
    } catch (error) {
      if (!isSillageError(error, "invalid")) throw error;
      if (!(await deps.confirm(`${describeError(error)}. Edit again?`))) throw error;
    }
  }
}

/** The certificate that was asked for, else that of the newest of the keys, else the controller's. */
async function chooseCertificate(deps: SealDeps, { ring, flags }: { readonly ring: KeyRing; readonly flags: SealFlags }): Promise<SealingCertificate> {
  const [newest] = ring.certificates;
  return flags.cert === undefined && newest !== undefined ? newest : openCertificate(deps, flags);
}
