import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { describe, it } from "node:test";
import { isSillageError } from "../errors/index.ts";
import { createTlsIdentity } from "../../test/support/tls-identity.ts";
import { fetchRefs } from "./fetch-refs.ts";

const { signal } = new AbortController();

describe("Git over TLS", { timeout: 30_000 }, () => {
  it("trusts the certificates that are kept for a server, and no others", async () => {
    const [identity, other] = await Promise.all([createTlsIdentity(), createTlsIdentity()]);
    const server = createServer({ cert: identity.certificate, key: identity.key }, (_request, response) => void response.writeHead(404).end());
    await once(server.listen(0, "127.0.0.1"), "listening");
    const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}/shop.git`;
    const codeOf = async (trustedCertificates?: string): Promise<string | undefined> => {
      const access = trustedCertificates === undefined ? {} : { trustedCertificates };
      const error: unknown = await fetchRefs(url, { access, signal }).catch((reason: unknown) => reason);
      return isSillageError(error) ? error.reason : undefined;
    };
    try {
      assert.deepEqual(
        [await codeOf(), await codeOf(other.certificate), await codeOf(identity.certificate)],
        ["UntrustedCertificate", "UntrustedCertificate", "RepositoryNotFound"],
      );
    } finally {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  });

  it("calls nobody on this machine when told so", () =>
    assert.rejects(
      fetchRefs("http://127.0.0.1:9/x.git", { access: { isLoopbackRefused: true }, signal }),
      (error) => isSillageError(error, "forbidden") && error.reason === "AddressRefused",
    ));
});
