import { SillageError } from "../../errors/index.ts";
import { computeLabel, sealValue } from "../../seal/index.ts";
import type { SealFlags } from "./flags.ts";
import { openCertificate } from "./open-certificate.ts";
import type { SealDeps } from "./seal-deps.ts";
import { findNamespace } from "./seal-secrets.ts";

/** `--raw`: one value, sealed, without a line end, as kubeseal prints it. The key of `key=file` is only for people. */
export async function sealRaw(deps: SealDeps, flags: SealFlags): Promise<void> {
  const { name = "", scope = "strict", fromFile = ["-"], sealedSecretFile } = flags;
  const [source = "-", ...others] = fromFile;
  if (others.length > 0) throw new SillageError("invalid", "--raw seals one value: give --from-file once");
  if (scope === "strict" && name === "") throw new SillageError("invalid", "--raw with the scope strict needs --name");
  const certificate = await openCertificate(deps, flags);
  const namespace = await findNamespace(deps, flags, { scope, name });
  const plaintext = await deps.world.readBytes(source.slice(source.indexOf("=") + 1));
  const text = sealValue(plaintext, { publicKey: certificate.publicKey, label: computeLabel({ namespace: namespace ?? "", name }, scope) });
  if (sealedSecretFile === undefined) deps.stdout.write(text);
  else await deps.world.writeFile(sealedSecretFile, text);
}
