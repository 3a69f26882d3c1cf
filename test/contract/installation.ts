import { deepEqual, equal } from "node:assert/strict";
import { getString } from "../../src/kube/index.ts";
import type { ContractRow } from "./row.ts";

const server = "https://kubernetes.default.svc";
const certificates = "/api/v1/certificates";
/** The key of a host, as `known_hosts` has it, once more in base64. */
const key = Buffer.from("AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl").toString("base64");
const github = { serverName: "github.com", certType: "ssh", certSubType: "ssh-ed25519", certData: key };

/** Clusters, certificates, settings, version: what there is once. */
export const rows: readonly ContractRow[] = [
  {
    operation: "ClusterService/List",
    path: "/api/v1/clusters",
    needs: [`clusters, get, ${server}`],
    without: 200,
    check: (answer) =>
      deepEqual(
        (answer as { readonly items: readonly { readonly name: string }[] }).items.map(({ name }) => name),
        ["in-cluster"],
      ),
  },
  { operation: "ClusterService/Get", path: `/api/v1/clusters/${encodeURIComponent(server)}`, needs: [`clusters, get, ${server}`] },
  { operation: "ClusterService/Get", path: "/api/v1/clusters/in-cluster?id.type=name", needs: [`clusters, get, ${server}`] },
  { operation: "ClusterService/Get", path: "/api/v1/clusters/%25?id.type=name_escaped", status: 400 },
  { operation: "ClusterService/Get", path: "/api/v1/clusters/none?id.type=name", needs: ["clusters, get, none"], status: 403 },
  { operation: "CertificateService/CreateCertificate", path: certificates, body: { items: [github] }, needs: ["certificates, create, *"] },
  { operation: "CertificateService/CreateCertificate", path: certificates, body: { items: [{ ...github, certType: "gpg" }] }, needs: ["certificates, create, *"], status: 400 },
  {
    operation: "CertificateService/ListCertificates",
    path: `${certificates}?hostNamePattern=git*&certType=ssh`,
    needs: ["certificates, get, *"],
    check: (answer) => deepEqual(answer, { items: [{ ...github, certInfo: "SHA256:+DiY3wvvV6TuJJhbpZisF/zLDA0zPMSvHdkr4UvCOqU" }] }),
  },
  { operation: "CertificateService/DeleteCertificate", path: `${certificates}?hostNamePattern=github.com`, needs: ["certificates, delete, *"] },
  { operation: "SettingsService/Get", path: "/api/v1/settings", check: (answer) => equal(getString(answer, "controllerNamespace"), "argocd") },
  { operation: "VersionService/Version", path: "/api/version", check: (answer) => equal(getString(answer, "Version"), "1.2.3") },
];
