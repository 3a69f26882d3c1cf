/** Argo CD's CertificateService: the host keys of SSH and the certificates of TLS by which Git trusts servers, as operations. */
export { createCertificateOperations } from "./operations.ts";
export type { CertificateServiceDeps } from "./deps.ts";
