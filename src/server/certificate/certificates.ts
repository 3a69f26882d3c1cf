import { matchGlob } from "../../api/index.ts";
import { isSillageError, SillageError } from "../../errors/index.ts";
import { getStringMap, type KubeObject } from "../../kube/index.ts";
import { fingerprintOf, identify, parseKnownHosts, removeHostKeys, setHostKeys, type HostKey } from "./known-hosts.ts";
import { parseCertificates } from "./tls-certificates.ts";

/** What is trusted of a server, as Argo CD shows it: a host key of SSH or a certificate of TLS. */
export interface RepositoryCertificate {
  readonly serverName: string;
  readonly certType: "ssh" | "https";
  /** The type of the key. */
  readonly certSubType: string;
  /** Base64 of the key as `known_hosts` has it, or of the certificate in PEM. */
  readonly certData: string;
  /** A fingerprint, or the subject. */
  readonly certInfo: string;
}

/** The data of `argocd-ssh-known-hosts-cm` and `argocd-tls-certs-cm`. */
export interface TrustData {
  readonly knownHosts: string;
  readonly certificates: Readonly<Record<string, string>>;
}

export interface CertificateQuery {
  /** A glob of server names. */
  readonly hostNamePattern?: string;
  readonly certType?: string;
  readonly certSubType?: string;
}

export const knownHostsKey = "ssh_known_hosts";

export function readTrust(knownHosts: KubeObject | undefined, certificates: KubeObject | undefined): TrustData {
  return { knownHosts: getStringMap(knownHosts, "data")[knownHostsKey] ?? "", certificates: getStringMap(certificates, "data") };
}

/** A text that holds no certificate is left out: it was written by hand. */
export function listCertificates({ knownHosts, certificates }: TrustData, query: CertificateQuery): readonly RepositoryCertificate[] {
  const ofServers = Object.entries(certificates).flatMap(([server, pem]) => describeTls(server, pem));
  return [...parseKnownHosts(knownHosts).map(describeSsh), ...ofServers].filter((each) => isMeant(each, query));
}

/** With these added. Throws `invalid` for one that cannot be read, and, unless `upsert`, for one that is there with other data. */
export function addCertificates(
  trust: TrustData,
  wanted: readonly GivenCertificate[],
  { upsert }: { readonly upsert: boolean },
): TrustData & { readonly added: readonly RepositoryCertificate[] } {
  const keys = wanted.filter(({ certType }) => certType === "ssh").map(readHostKey);
  const servers = wanted.filter(({ certType }) => certType === "https").map(readTls);
  const foreign = wanted.find(({ certType }) => certType !== "ssh" && certType !== "https");
  if (foreign !== undefined) throw new SillageError("invalid", `Certificate type "${foreign.certType}" is neither ssh nor https`);
  if (!upsert) refuseReplacing(trust, { keys, servers });
  return {
    knownHosts: keys.length === 0 ? trust.knownHosts : setHostKeys(trust.knownHosts, keys),
    certificates: { ...trust.certificates, ...Object.fromEntries(servers) },
    added: [...keys.map(describeSsh), ...servers.flatMap(([server, pem]) => describeTls(server, pem))],
  };
}

/** Without those that are meant. */
export function removeCertificates(trust: TrustData, query: CertificateQuery): TrustData & { readonly removed: readonly RepositoryCertificate[] } {
  const removed = listCertificates(trust, query);
  const servers = new Set(removed.flatMap(({ certType, serverName }) => (certType === "https" ? [serverName] : [])));
  return {
    knownHosts: removeHostKeys(trust.knownHosts, (key) => isMeant(describeSsh(key), query)),
    certificates: Object.fromEntries(Object.entries(trust.certificates).filter(([server]) => !servers.has(server))),
    removed,
  };
}

interface GivenCertificate {
  readonly serverName: string;
  readonly certType: string;
  readonly certSubType?: string;
  readonly certData: string;
}

function readHostKey({ serverName: host, certSubType: type = "", certData }: GivenCertificate): HostKey {
  const key = Buffer.from(certData, "base64").toString("utf8").trim();
  if (!/^\S+$/.test(host) || host.startsWith("#") || host.startsWith("@")) throw new SillageError("invalid", `"${host}" is no host of known_hosts`);
  const blob = Buffer.from(key, "base64");
  const named = blob.length > 4 ? blob.subarray(4, 4 + blob.readUInt32BE(0)).toString("utf8") : "";
  if (type === "" || named !== type) throw new SillageError("invalid", `The key of "${host}" is no "${type}" key: certData must be base64 of the key as known_hosts has it`);
  return { host, type, key };
}

function readTls({ serverName, certData }: GivenCertificate): readonly [server: string, pem: string] {
  if (!/^[a-zA-Z0-9]([-.a-zA-Z0-9]*[a-zA-Z0-9])?$/.test(serverName)) throw new SillageError("invalid", `"${serverName}" is no name of a server`);
  const certificates = parseCertificates(Buffer.from(certData, "base64").toString("utf8"));
  return [serverName, `${certificates.map(({ pem }) => pem).join("\n")}\n`];
}

function refuseReplacing(trust: TrustData, { keys, servers }: { readonly keys: readonly HostKey[]; readonly servers: readonly (readonly [string, string])[] }): void {
  const known = new Map(parseKnownHosts(trust.knownHosts).map((key) => [identify(key), key.key]));
  const key = keys.find((each) => (known.get(identify(each)) ?? each.key) !== each.key);
  if (key !== undefined) throw new SillageError("invalid", `Key for '${key.host}' (subtype: '${key.type}') already exist and upsert was not specified`);
  const server = servers.find(([name, pem]) => (trust.certificates[name] ?? pem).trim() !== pem.trim());
  if (server !== undefined) throw new SillageError("invalid", `TLS certificate for server '${server[0]}' already exist and upsert was not specified`);
}

function describeSsh(key: HostKey): RepositoryCertificate {
  return { serverName: key.host, certType: "ssh", certSubType: key.type, certData: Buffer.from(key.key).toString("base64"), certInfo: fingerprintOf(key) };
}

function describeTls(serverName: string, text: string): readonly RepositoryCertificate[] {
  try {
    return parseCertificates(text).map(({ pem, keyType, subject }) => ({
      serverName,
      certType: "https",
      certSubType: keyType,
      certData: Buffer.from(pem).toString("base64"),
      certInfo: subject,
    }));
  } catch (error) {
    if (isSillageError(error, "invalid")) return [];
    throw error;
  }
}

function isMeant({ serverName, certType, certSubType }: RepositoryCertificate, query: CertificateQuery): boolean {
  const { hostNamePattern = "", certType: type = "", certSubType: subType = "" } = query;
  const isOfType = (type === "" || type === "*" || type === certType) && (subType === "" || subType === "*" || subType === certSubType);
  return isOfType && (hostNamePattern === "" || matchGlob(hostNamePattern, serverName));
}
