import { SillageError } from "../../errors/index.ts";
import type { KubeObject } from "../../kube/index.ts";
import { parseSealedSecret, resealSecret, unsealItems } from "../../seal/index.ts";
import type { KeyRing } from "./key-ring.ts";

/** What anybody may ask of the keys. No plaintext leaves: templates, which could carry it out, are not rendered. */
export interface SealingService {
  /** PEM of the certificate to seal with. Throws `unavailable` while there is none. */
  getCertificate(): string;
  /** Whether every item can be decrypted. Throws `invalid` when the object is no SealedSecret. */
  canUnseal(sealedSecret: KubeObject): Promise<boolean>;
  /** The SealedSecret re-encrypted for the newest key. Throws `invalid` when it cannot be decrypted. */
  rotate(sealedSecret: KubeObject): Promise<KubeObject>;
}

export function createSealingService(ring: KeyRing): SealingService {
  function getNewest() {
    const [newest] = ring.listActive();
    if (newest === undefined) throw new SillageError("unavailable", "There is no sealing key yet");
    return newest.certificate;
  }

  return {
    getCertificate: () => getNewest().pem,
    canUnseal: async (sealedSecret) => (await unsealItems(parseSealedSecret(sealedSecret), ring.list())).kind === "unsealed",
    async rotate(sealedSecret) {
      const resealed = await resealSecret(sealedSecret, { keys: ring.list(), certificate: getNewest() });
      if (resealed.kind === "failed") throw new SillageError("invalid", `Cannot unseal SealedSecret "${sealedSecret.metadata.name}": ${resealed.message}`);
      return resealed.sealedSecret;
    },
  };
}
