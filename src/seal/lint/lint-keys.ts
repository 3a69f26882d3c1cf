import { type Manifest } from "../../render/view/index.ts";
import { type SealingCertificate } from "../certificate.ts";
import { sealingKeysAnnotation } from "../seal-secret.ts";
import { createFinding, type Finding } from "./finding.ts";

/** Whether the keys a SealedSecret names are among the certificates, and still hold. Without certificates nothing can be said. */
export function lintKeys(manifest: Manifest, { certificates, now }: { readonly certificates: readonly SealingCertificate[]; readonly now: number }): readonly Finding[] {
  if (certificates.length === 0) return [];
  const fingerprints = (manifest.object.metadata.annotations?.[sealingKeysAnnotation] ?? "").split(",").filter((fingerprint) => fingerprint !== "");
  return fingerprints.flatMap((fingerprint) => {
    const certificate = certificates.find((known) => known.fingerprint === fingerprint);
    if (certificate === undefined) return [createFinding("SEAL-KEY-UNKNOWN", manifest, `was sealed with the key ${fingerprint}, which is not among the given certificates`)];
    if (certificate.notAfter > now) return [];
    const day = new Date(certificate.notAfter).toISOString().slice(0, 10);
    return [createFinding("SEAL-KEY-EXPIRED", manifest, `was sealed with the key ${fingerprint}, which expired on ${day}: seal it again`)];
  });
}
