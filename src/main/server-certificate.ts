// oxlint-disable-next-line import/no-unassigned-import -- x509 needs the polyfill loaded before it
import "reflect-metadata";
import { KeyObject, randomBytes, X509Certificate } from "node:crypto";
import { ExtendedKeyUsage, ExtendedKeyUsageExtension, KeyUsageFlags, KeyUsagesExtension, SubjectAlternativeNameExtension, X509CertificateGenerator } from "@peculiar/x509";
import { fieldManager } from "../api/index.ts";
import type { Clock } from "../async/index.ts";
import { fetchCoreResource, type KubeClient, type KubeObject } from "../kube/index.ts";
import type { Context, Log } from "../log/index.ts";
import { readSecretKey } from "../settings/index.ts";
import type { SettingsSource } from "./settings-source.ts";

export interface ServerCertificate {
  /** Both in PEM. */
  readonly certificate: string;
  readonly key: string;
}

interface Deps {
  readonly client: Pick<KubeClient, "fetchObject" | "patch" | "discovery">;
  readonly clock: Pick<Clock, "now">;
}

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;
const validityMs = 365 * 86_400_000;

/**
 * The certificate of `argocd-server-tls`, or of `argocd-secret`; where there is none that still holds, one signed by itself is made and kept in the latter, as
 * Argo CD does it.
 */
export async function ensureServerCertificate(ctx: Context, { client, clock }: Deps, { namespace }: { readonly namespace: string }): Promise<ServerCertificate> {
  const { signal } = ctx;
  const resource = await fetchCoreResource(client, "Secret", { signal });
  const given = readCertificate(await client.fetchObject(resource, { namespace, name: "argocd-server-tls" }, { signal }));
  if (given !== undefined) return given;
  const ref = { namespace, name: "argocd-secret" };
  const kept = readCertificate(await client.fetchObject(resource, ref, { signal }));
  if (kept !== undefined && new X509Certificate(kept.certificate).validToDate.getTime() > clock.now()) return kept;
  const made = await makeCertificate(clock.now(), namespace);
  const data = { "tls.crt": encode(made.certificate), "tls.key": encode(made.key) };
  await client.patch(resource, ref, { data }, { type: "merge", signal, fieldManager });
  ctx.log.info("Certificate made", { object: `Secret/${namespace}/argocd-secret` });
  return made;
}

interface FollowDeps {
  readonly settings: Pick<SettingsSource, "resolveSecret" | "onChange">;
  readonly server: { useCertificate(certificate: ServerCertificate): void };
  readonly log: Log;
}

/** Shows another certificate as soon as there is one. One that makes no sense leaves the last. */
export function followServerCertificate({ settings, server, log }: FollowDeps): void {
  const read = (): ServerCertificate | undefined => {
    const pairs = ["argocd-server-tls", "argocd-secret"].map((name) => ({
      certificate: settings.resolveSecret(`$${name}:tls.crt`),
      key: settings.resolveSecret(`$${name}:tls.key`),
    }));
    return pairs.find((pair): pair is ServerCertificate => pair.certificate !== undefined && pair.key !== undefined);
  };
  let known = read();
  settings.onChange(() => {
    const found = read();
    if (found === undefined || (found.certificate === known?.certificate && found.key === known.key)) return;
    known = found;
    try {
      server.useCertificate(found);
      log.info("Certificate exchanged");
    } catch {
      // The reason may quote what it read.
      log.warn("Setting not understood", {
        object: "argocd-server-tls or argocd-secret",
        key: "tls.crt, tls.key",
        problem: "it is no certificate with its key: the last one is shown",
      });
    }
  });
}

function readCertificate(secret: KubeObject | undefined): ServerCertificate | undefined {
  const [certificate, key] = [readSecretKey(secret, "tls.crt"), readSecretKey(secret, "tls.key")];
  return certificate === undefined || key === undefined ? undefined : { certificate, key };
}

async function makeCertificate(nowMs: number, namespace: string): Promise<ServerCertificate> {
  const keys = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const names = ["localhost", "argocd-server", `argocd-server.${namespace}`, `argocd-server.${namespace}.svc`, `argocd-server.${namespace}.svc.cluster.local`];
  const certificate = await X509CertificateGenerator.createSelfSigned({
    serialNumber: randomBytes(16).toString("hex"),
    name: "O=Sillage",
    notBefore: new Date(nowMs - 3_600_000),
    notAfter: new Date(nowMs + validityMs),
    signingAlgorithm: algorithm,
    keys,
    extensions: [
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      new SubjectAlternativeNameExtension([...names.map((value) => ({ type: "dns" as const, value })), { type: "ip", value: "127.0.0.1" }]),
    ],
  });
  return { certificate: certificate.toString("pem"), key: String(KeyObject.from(keys.privateKey).export({ type: "pkcs8", format: "pem" })) };
}

function encode(text: string): string {
  return Buffer.from(text).toString("base64");
}
