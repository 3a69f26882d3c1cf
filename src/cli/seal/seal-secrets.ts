import { SillageError } from "../../errors/index.ts";
import type { KubeObject } from "../../kube/index.ts";
import { getScope, sealSecret, type SealingCertificate, type SealingScope } from "../../seal/index.ts";
import type { SealFlags } from "./flags.ts";
import { readSecrets, type SecretDocument } from "./read-secrets.ts";
import type { SealDeps } from "./seal-deps.ts";

/** Every Secret of a text as a SealedSecret, in its order. Throws for the first that cannot be sealed, with its place and item. */
export async function sealSecrets(
  deps: SealDeps,
  input: { readonly text: string; readonly file: string },
  options: SealFlags & { readonly certificate: SealingCertificate },
): Promise<readonly KubeObject[]> {
  const documents = readSecrets(input.text, input.file);
  if (options.name !== undefined && documents.length > 1) throw new SillageError("invalid", `--name is for one Secret, and "${input.file}" holds ${documents.length}`);
  const results: KubeObject[] = [];
  for (const document of documents) results.push(sealOne(await placeSecret(deps, document, options), options));
  return results;
}

function sealOne({ secret, place }: SecretDocument, { certificate, scope, allowEmptyData }: SealFlags & { readonly certificate: SealingCertificate }): KubeObject {
  try {
    return sealSecret(secret, { certificate, allowEmptyData: allowEmptyData === true, ...(scope === undefined ? {} : { scope }) });
  } catch (cause) {
    throw new SillageError("invalid", `Document "${place}"`, { cause });
  }
}

/** The Secret under its final name and in its final namespace: both are bound into what is sealed. */
async function placeSecret(deps: SealDeps, { secret, place }: SecretDocument, flags: SealFlags): Promise<SecretDocument> {
  const name = flags.name ?? secret.metadata.name;
  const scope = flags.scope ?? getScope(secret.metadata);
  const namespace = await findNamespace(deps, flags, { own: secret.metadata.namespace, scope, name: name ?? "" });
  const metadata = { ...secret.metadata, ...(name === undefined ? {} : { name }), ...(namespace === undefined ? {} : { namespace }) };
  return { secret: { ...secret, metadata }, place };
}

/** The flag's, the Secret's own, the kubeconfig's, and at last `default`, as kubeseal does it; said when it was a guess, because a wrong one cannot be opened. */
export async function findNamespace(
  deps: SealDeps,
  flags: SealFlags,
  { own, scope, name }: { readonly own?: string | undefined; readonly scope: SealingScope; readonly name: string },
): Promise<string | undefined> {
  const named = flags.namespace ?? own;
  if (named !== undefined || scope === "cluster-wide") return named;
  const namespace = (await deps.world.findNamespace(flags)) ?? "default";
  deps.stderr.write(`Secret "${name}" names no namespace: sealed for "${namespace}", use --namespace for another\n`);
  return namespace;
}
