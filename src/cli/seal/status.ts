import type { Command } from "commander";
import { mapLimit } from "../../async/index.ts";
import { computeLabel, parseSealedSecret, sealingKeysAnnotation, unsealValue } from "../../seal/index.ts";
import type { CliDeps } from "../deps.ts";
import { unwantedOutcome } from "../exit-code.ts";
import { formatOutput } from "../output/print.ts";
import { formatTable } from "../output/table.ts";
import { addClusterFlags, formatOption, privateKeyOption, type SealFlags } from "./flags.ts";
import { readKeys, type KeyRing } from "./read-keys.ts";
import { readTree } from "./read-tree.ts";
import { openSealDeps, type SealDeps } from "./seal-deps.ts";
import type { SealedDocument } from "./sealed-documents.ts";

/** One item and the key it depends on: proven with private keys, else what the SealedSecret says of itself. */
interface ItemStatus {
  readonly name: string;
  readonly scope: string;
  readonly item: string;
  /** Fingerprint; several when only the SealedSecret as a whole names them; "" when nothing is known. */
  readonly key: string;
  /** The day from which the key seals, when its certificate is at hand. */
  readonly keySince: string;
  /** Why it cannot be opened; "" when it can, or when no key was given to try. */
  readonly problem: string;
  readonly place: string;
}

/** What is lost when a key is lost. */
interface KeyStatus {
  readonly key: string;
  readonly since: string;
  readonly items: number;
  readonly sealedSecrets: readonly string[];
}

export function addSealStatus(seal: Command, deps: CliDeps): void {
  const command = seal
    .command("status <folder>")
    .description("which key each item needs, since when that key seals, and what is lost with each key; with private keys proven, without them as noted when sealing")
    .addOption(privateKeyOption())
    .option("-n, --namespace <namespace>", "namespace of the SealedSecrets that name none")
    .addOption(formatOption("print data instead of tables"));
  addClusterFlags(command);
  command.action(async (folder: string, _options: unknown, self: Command) => showStatus(await openSealDeps(deps), folder, self.optsWithGlobals<SealFlags>()));
}

async function showStatus(deps: SealDeps, folder: string, flags: SealFlags): Promise<void> {
  const ring = flags.recoveryPrivateKey === undefined ? undefined : await readKeys(deps, flags);
  const files = await readTree(deps, folder, { namespace: flags.namespace });
  const documents = files.flatMap((file) => file.documents);
  const items = (await mapLimit(documents, { limit: 4, signal: deps.signal }, (sealed) => assessSealed(sealed, ring))).flat();
  const keys = computeKeys(items);
  deps.stdout.write(formatOutput(flags.format ?? "wide", { value: { items, keys }, names: () => [], wide: () => formatStatus(items, keys) }));
  const failed = items.filter(({ problem }) => problem !== "").length;
  if (failed > 0) throw unwantedOutcome(`${failed} of ${items.length} items cannot be opened with these keys`);
}

async function assessSealed(sealed: SealedDocument, ring: KeyRing | undefined): Promise<readonly ItemStatus[]> {
  const parsed = parseSealedSecret(sealed.object);
  const noted = sealed.object.metadata.annotations?.[sealingKeysAnnotation] ?? "";
  const texts = Object.entries(parsed.legacyData === undefined ? parsed.encryptedData : { data: parsed.legacyData });
  const name = `${parsed.namespace}/${parsed.name}`;
  return Promise.all(
    texts.map(async ([item, text]) => {
      const base = { name, scope: parsed.scope, item, place: `${sealed.file}:${sealed.line}` };
      if (ring === undefined) return { ...base, key: noted, keySince: "", problem: "" };
      const value = await unsealValue(text, { keys: ring.keys, label: computeLabel(parsed, parsed.scope) });
      if (value.kind === "failed") return { ...base, key: "", keySince: "", problem: value.message };
      return { ...base, key: value.keyFingerprint, keySince: formatDay(ring.notBefore.get(value.keyFingerprint)), problem: "" };
    }),
  );
}

function formatDay(ms: number | undefined): string {
  return ms === undefined ? "" : new Date(ms).toISOString().slice(0, 10);
}

function computeKeys(items: readonly ItemStatus[]): readonly KeyStatus[] {
  const groups = Map.groupBy(
    items.filter(({ key }) => key !== ""),
    ({ key }) => key,
  );
  return [...groups].map(([key, group]) => ({
    key,
    since: group[0]?.keySince ?? "",
    items: group.length,
    sealedSecrets: [...new Set(group.map(({ name }) => name))],
  }));
}

function formatStatus(items: readonly ItemStatus[], keys: readonly KeyStatus[]): string {
  const rows = items.map(({ name, scope, item, key, keySince, problem, place }) => [name, item, scope, key === "" ? problem || "unknown" : key, keySince, place]);
  const lost = keys.map(({ key, since, items: count, sealedSecrets }) => [key, since, String(count), sealedSecrets.join(",")]);
  const table = formatTable(["SEALEDSECRET", "ITEM", "SCOPE", "KEY", "KEY-SINCE", "FILE"], rows);
  return lost.length === 0 ? table : `${table}\n${formatTable(["KEY", "KEY-SINCE", "ITEMS", "LOST-WITHOUT-IT"], lost)}`;
}
