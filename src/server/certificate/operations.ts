import { Type } from "typebox";
import { defineOperation, itemsOf, permitted, type Operation } from "../operation/index.ts";
import { addCertificates, listCertificates, removeCertificates, type RepositoryCertificate } from "./certificates.ts";
import type { CertificateServiceDeps, CertificateServiceOptions } from "./deps.ts";
import { createTrustStore } from "./store.ts";

const path = "/api/v1/certificates";
const text = Type.Optional(Type.String());
const query = Type.Object({ hostNamePattern: text, certType: text, certSubType: text });

const certificate = Type.Unsafe<RepositoryCertificate>(
  Type.Object({ serverName: Type.String(), certType: Type.String(), certSubType: Type.String(), certData: Type.String(), certInfo: Type.String() }),
);
const given = Type.Object({ serverName: Type.String(), certType: Type.String(), certSubType: text, certData: Type.String() });

/** All operations of the service. As with Argo CD, permissions are about all certificates at once: their object is empty, which `*` matches. */
export function createCertificateOperations(deps: CertificateServiceDeps, options: CertificateServiceOptions): readonly Operation[] {
  const store = createTrustStore(deps, options);
  const allowed = (action: string) => permitted({ resource: "certificates", action }, () => "");
  return [
    defineOperation({
      name: "CertificateService/ListCertificates",
      route: { method: "GET", path },
      request: query,
      response: itemsOf(certificate),
      access: allowed("get"),
      handle: async (_call, request) => ({ items: [...listCertificates(store.get(), request)] }),
    }),
    defineOperation({
      name: "CertificateService/CreateCertificate",
      route: { method: "POST", path, body: "certificates" },
      request: Type.Object({ certificates: Type.Object({ items: Type.Optional(Type.Array(given)) }), upsert: Type.Optional(Type.Boolean()) }),
      response: itemsOf(certificate),
      access: allowed("create"),
      async handle({ ctx, guard }, { certificates: { items = [] }, upsert = false }) {
        if (upsert) guard.require({ resource: "certificates", action: "update", object: "" });
        const { added } = await store.change(ctx, (trust) => addCertificates(trust, items, { upsert }));
        return { items: [...added] };
      },
    }),
    defineOperation({
      name: "CertificateService/DeleteCertificate",
      route: { method: "DELETE", path },
      request: query,
      response: itemsOf(certificate),
      access: allowed("delete"),
      async handle({ ctx }, request) {
        const { removed } = await store.change(ctx, (trust) => removeCertificates(trust, request));
        return { items: [...removed] };
      },
    }),
  ];
}
