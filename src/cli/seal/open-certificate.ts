import { SillageError } from "../../errors/index.ts";
import { parseCertificates, type SealingCertificate } from "../../seal/index.ts";
import type { Clock } from "../../async/index.ts";
import type { ControllerFlags, SealWorld } from "./world.ts";

interface CertificateDeps {
  readonly world: SealWorld;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** The certificate to seal with: the file or address of `--cert`, else the controller's. Throws `invalid` when its time is over. */
export async function openCertificate(deps: CertificateDeps, flags: ControllerFlags & { readonly cert?: string }): Promise<SealingCertificate> {
  const { cert } = flags;
  const [certificate] = parseCertificates(cert === undefined ? await fetchCertificate(deps, flags) : await readCertificateText(deps, cert));
  if (certificate.notAfter < deps.clock.now()) {
    throw new SillageError("invalid", `Cannot seal with an expired certificate: it was valid until ${new Date(certificate.notAfter).toISOString().slice(0, 10)}`);
  }
  return certificate;
}

/** The PEM text of the controller. */
export async function fetchCertificate({ world, signal }: CertificateDeps, flags: ControllerFlags): Promise<string> {
  const service = await world.openKeyService(flags);
  const { status, text } = await service.send({ path: "/v1/cert.pem" }, { signal });
  if (status !== 200) throw new SillageError("unavailable", `Cannot fetch the certificate: the controller answered ${status}`);
  return text;
}

/** The PEM text of a file or an address. */
export async function readCertificateText({ world, signal }: CertificateDeps, place: string): Promise<string> {
  if (/^https?:\/\//.test(place)) return world.fetchText(place, { signal });
  return Buffer.from(await world.readBytes(place)).toString("utf8");
}
