/**
 * Sealed secrets without cluster and clock: the format, keys and certificates, sealing, unsealing and checks. Promises that what kubeseal seals opens here and
 * the other way round, and that neither plaintext nor private keys appear in any message. Knows nothing of where keys are kept and who asks.
 */
export { type SealingScope, computeLabel, getScope, sealingScopes } from "./scope.ts";
export { type SealingCertificate, parseCertificates } from "./certificate.ts";
export { type SealingKey, type UnsealingKey, parsePrivateKeys, parseSealingKey } from "./sealing-key.ts";
export { generateSealingKey } from "./generate-sealing-key.ts";
export { sealValue } from "./seal-value.ts";
export { unsealValue } from "./unseal-value.ts";
export { type SealedSecret, isSealedSecret, parseSealedSecret } from "./sealed-secret.ts";
export { sealSecret, sealingKeysAnnotation } from "./seal-secret.ts";
export { type UnsealedItems, unsealItems } from "./unseal-items.ts";
export { unsealSecret } from "./unseal-secret.ts";
export { digestValue } from "./digest-value.ts";
export { resealSecret } from "./reseal-secret.ts";
export { lintSealedSecrets } from "./lint/lint-sealed-secrets.ts";
