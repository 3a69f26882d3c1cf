import { getList, getString, isRecord } from "../kube/index.ts";
import { queryOf, type Call } from "./application-path.ts";
import type { Http } from "./http.ts";

/** What is trusted of a Git server: a host key of SSH or a certificate of TLS. */
export interface CertificateInfo {
  readonly serverName: string;
  /** `ssh` or `https`. */
  readonly certType: string;
  /** Of the key, such as `ssh-ed25519`. */
  readonly certSubType: string;
  /** Fingerprint or subject. */
  readonly certInfo: string;
}

/** A certificate to trust; `certData` is base64 of the key as `known_hosts` has it, or of PEM. */
export interface GivenCertificate {
  readonly serverName: string;
  readonly certType: "ssh" | "https";
  readonly certSubType?: string;
  readonly certData: string;
}

export interface CertificateQuery {
  /** A glob. */
  readonly hostNamePattern?: string;
  readonly certType?: string;
  readonly certSubType?: string;
}

/** `Version` and what else the server tells of itself. */
export type VersionInfo = Readonly<Record<string, unknown>> & { readonly Version: string };

export interface SettingsCalls {
  /** The version only. */
  fetchVersion(call: Call): Promise<string>;
  fetchVersionInfo(call: Call): Promise<VersionInfo>;
  /** As Argo CD's `/api/v1/settings` has them, `oidcConfig` among it. */
  fetchSettings(call: Call): Promise<Readonly<Record<string, unknown>>>;
  fetchCertificates(query: CertificateQuery, call: Call): Promise<readonly CertificateInfo[]>;
  createCertificates(certificates: readonly GivenCertificate[], call: Call & { readonly upsert: boolean }): Promise<readonly CertificateInfo[]>;
  /** Those that were removed. */
  deleteCertificates(query: CertificateQuery, call: Call): Promise<readonly CertificateInfo[]>;
}

const certificates = "/api/v1/certificates";

export function createSettingsCalls(http: Http): SettingsCalls {
  async function fetchVersionInfo({ signal }: Call): Promise<VersionInfo> {
    const answer = await http.json("GET", "/api/version", { signal });
    return { ...(isRecord(answer) ? answer : {}), Version: getString(answer, "Version") ?? "unknown" };
  }

  return {
    fetchVersionInfo,
    fetchVersion: async (call) => (await fetchVersionInfo(call)).Version,
    async fetchSettings({ signal }) {
      const settings = await http.json("GET", "/api/v1/settings", { signal });
      return isRecord(settings) ? settings : {};
    },
    async fetchCertificates(query, { signal }) {
      return readCertificates(await http.json("GET", certificates, { signal, query: queryOf(query) }));
    },
    async createCertificates(items, { signal, upsert }) {
      return readCertificates(await http.json("POST", certificates, { signal, query: queryOf({ upsert }), body: { items } }));
    },
    async deleteCertificates(query, { signal }) {
      return readCertificates(await http.json("DELETE", certificates, { signal, query: queryOf(query) }));
    },
  };
}

function readCertificates(answer: unknown): readonly CertificateInfo[] {
  const text = (item: unknown, field: string): string => getString(item, field) ?? "";
  return getList(answer, "items").map((item) => ({
    serverName: text(item, "serverName"),
    certType: text(item, "certType"),
    certSubType: text(item, "certSubType"),
    certInfo: text(item, "certInfo"),
  }));
}
