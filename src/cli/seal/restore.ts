import type { Command } from "commander";
import { SillageError } from "../../errors/index.ts";
import { getStringMap, type ApiResource, type KubeClient, type KubeObject } from "../../kube/index.ts";
import { unsealItems, parseSealedSecret, type UnsealingKey } from "../../seal/index.ts";
import type { CliDeps } from "../deps.ts";
import { unwantedOutcome } from "../exit-code.ts";
import { addClusterFlags, type SealFlags } from "./flags.ts";
import { findSecrets } from "./key-secrets.ts";
import { parseKeySecret } from "./read-keys.ts";
import { readSecrets } from "./read-secrets.ts";
import { readTree } from "./read-tree.ts";
import { openSealDeps, type SealDeps } from "./seal-deps.ts";
import { describeSealed, hintNamespace } from "./sealed-documents.ts";

interface RestoreFlags extends SealFlags {
  readonly dryRun?: true;
  readonly check?: string;
}

interface SavedKey {
  readonly secret: KubeObject;
  readonly key: UnsealingKey;
}

const fieldManager = "sillage-seal";

export function addSealRestore(seal: Command, deps: CliDeps): void {
  const command = seal
    .command("restore <file>")
    .description("bring saved sealing keys back into a cluster, and check that they are there; keys of the cluster stay")
    .option("--check <folder>", "first make sure that these keys open every SealedSecret of this working tree")
    .option("--dry-run", "check the file, and the folder, without touching a cluster")
    .option("--controller-namespace <namespace>", "put the keys into this namespace instead of the one they come from")
    .option("-n, --namespace <namespace>", "namespace of the SealedSecrets that name none");
  addClusterFlags(command);
  command.action(async (file: string, _options: unknown, self: Command) => restore(await openSealDeps(deps), file, self.optsWithGlobals<RestoreFlags>()));
}

async function restore(deps: SealDeps, file: string, flags: RestoreFlags): Promise<void> {
  const saved = await readBackup(deps, file, flags);
  if (flags.check !== undefined) await checkTree(deps, flags.check, { keys: saved.map(({ key }) => key), namespace: flags.namespace });
  if (flags.dryRun === true) return deps.stdout.write(saved.map(({ secret, key }) => `Secret "${nameOf(secret)}" ${key.fingerprint} can be restored\n`).join(""));
  const client = await deps.world.openCluster(flags);
  const resource = await findSecrets(client, deps.signal);
  for (const each of saved) deps.stdout.write(`Secret "${nameOf(each.secret)}" ${each.key.fingerprint} ${await restoreKey(deps, { client, resource }, each)}\n`);
}

async function readBackup({ world }: SealDeps, file: string, { controllerNamespace }: RestoreFlags): Promise<readonly SavedKey[]> {
  const text = Buffer.from(await world.readBytes(file)).toString("utf8");
  return readSecrets(text, file).map(({ secret, place }) => {
    const { key } = parseKeySecret(secret, `"${place}"`);
    const namespace = controllerNamespace ?? secret.metadata.namespace;
    if (namespace === undefined) throw new SillageError("invalid", `Secret "${secret.metadata.name ?? ""}" in "${place}" names no namespace: give --controller-namespace`);
    return { secret: { ...secret, metadata: { ...secret.metadata, namespace } }, key };
  });
}

async function checkTree(deps: SealDeps, folder: string, { keys, namespace }: { readonly keys: readonly UnsealingKey[]; readonly namespace: string | undefined }): Promise<void> {
  const files = await readTree(deps, folder, { namespace });
  const documents = files.flatMap((file) => file.documents);
  let failed = 0;
  for (const sealed of documents) {
    const unsealed = await unsealItems(parseSealedSecret(sealed.object), keys);
    if (unsealed.kind === "unsealed") continue;
    failed += 1;
    deps.stdout.write(`${describeSealed(sealed)}: ${unsealed.message}${hintNamespace(sealed)}\n`);
  }
  if (failed > 0) throw unwantedOutcome(`${failed} of ${documents.length} SealedSecrets cannot be opened with the keys of the backup: nothing was restored`);
  deps.stderr.write(`The backup opens all ${documents.length} SealedSecrets\n`);
}

/** Another key of the same name is never overwritten; what was written is read back. */
async function restoreKey({ signal }: SealDeps, { client, resource }: { readonly client: KubeClient; readonly resource: ApiResource }, { secret, key }: SavedKey): Promise<string> {
  const { name = "", namespace = "" } = secret.metadata;
  const existing = await client.fetchObject(resource, { name, namespace }, { signal });
  if (existing !== undefined) {
    if (isSameKey(existing, secret)) return "is there already";
    throw new SillageError("conflict", `Cannot restore Secret "${nameOf(secret)}": another Secret has this name`);
  }
  const { labels } = secret.metadata;
  const metadata = { name, namespace, ...(labels === undefined ? {} : { labels }) };
  await client.create(resource, { ...secret, metadata }, { fieldManager, signal });
  const written = await client.fetchObject(resource, { name, namespace }, { signal });
  if (written === undefined || !isSameKey(written, secret)) throw new SillageError("internal", `Secret "${nameOf(secret)}" is not what was restored (key ${key.fingerprint})`);
  return "restored";
}

function isSameKey(a: KubeObject, b: KubeObject): boolean {
  const [left, right] = [a, b].map((secret) => getStringMap(secret, "data"));
  return ["tls.crt", "tls.key"].every((item) => left?.[item] === right?.[item]);
}

function nameOf({ metadata }: KubeObject): string {
  return `${metadata.namespace ?? ""}/${metadata.name ?? ""}`;
}
