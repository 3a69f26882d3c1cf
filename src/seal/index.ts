/**
 * Sealed secrets without cluster and clock: the format, keys and certificates, sealing, unsealing and checks. Promises that what kubeseal seals opens here and
 * the other way round, and that neither plaintext nor private keys appear in any message. Knows nothing of where keys are kept and who asks.
 */
export { type SealingScope, annotateScope, computeLabel, getScope, sealingScopes } from "./scope.ts";
export { type SealingCertificate, parseCertificates } from "./certificate.ts";
export { type SealingKey, type UnsealingKey, parsePrivateKeys, parseSealingKey } from "./sealing-key.ts";
export { generateSealingKey } from "./generate-sealing-key.ts";
export { sealValue } from "./seal-value.ts";
export { type UnsealedValue, unsealValue } from "./unseal-value.ts";
export { type SealedSecret, type SecretTemplate, isSealedSecret, parseSealedSecret } from "./sealed-secret.ts";
export { type SealOptions, sealSecret, sealingKeysAnnotation } from "./seal-secret.ts";
export { type FailedUnseal, type ItemFailure, type UnsealedItems, unsealItems } from "./unseal-items.ts";
export { type UnsealedSecret, unsealSecret } from "./unseal-secret.ts";
export { type ResealedSecret, resealSecret } from "./reseal-secret.ts";
export { type Finding, type FindingCode } from "./lint/finding.ts";
export { type LintInput, lintSealedSecrets } from "./lint/lint-sealed-secrets.ts";
