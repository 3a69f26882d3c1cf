import { SillageError } from "../../errors/index.ts";
import type { KubeObject } from "../../kube/index.ts";
import { unsealSecret } from "../../seal/index.ts";
import type { SealFlags } from "./flags.ts";
import { writeObjects } from "./output.ts";
import { readKeys } from "./read-keys.ts";
import { describeSealed, hintNamespace, readSealedSecrets } from "./sealed-documents.ts";
import type { SealDeps } from "./seal-deps.ts";

/** `--recovery-unseal`: the Secrets in clear, for a file or a pipe; onto a terminal only when forced. All or none. */
export async function recoveryUnseal(deps: SealDeps, input: { readonly text: string; readonly file: string }, flags: SealFlags): Promise<void> {
  if (deps.world.isTerminal && flags.sealedSecretFile === undefined && flags.force !== true) {
    throw new SillageError("invalid", "This would print secrets on the terminal: send the output to a file or a pipe, or add --force");
  }
  const { keys } = await readKeys(deps, flags);
  const secrets: KubeObject[] = [];
  for (const sealed of readSealedSecrets(input.text, { file: input.file, namespace: flags.namespace })) {
    const unsealed = await unsealSecret(sealed.object, keys);
    if (unsealed.kind === "failed") throw new SillageError("conflict", `Cannot open ${describeSealed(sealed)}: ${unsealed.message}${hintNamespace(sealed)}`);
    secrets.push(unsealed.secret);
  }
  await writeObjects(deps, secrets, { ...flags, mode: 0o600 });
}
