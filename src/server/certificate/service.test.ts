import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { isSillageError, type ErrorCode } from "../../errors/index.ts";
import { getField, getList, type KubeObject } from "../../kube/index.ts";
import type { Informer } from "../../runtime/index.ts";
import { createServiceWorld, controlNamespace as namespace, type As, type ServiceWorld } from "../../../test/support/service-world.ts";
import { createTlsIdentity, type TlsIdentity } from "../../../test/support/tls-identity.ts";
import type { Operation } from "../operation/index.ts";
import { createCertificateOperations } from "./operations.ts";

const base64 = (text: string): string => Buffer.from(text).toString("base64");
/** A key as ssh has it: its type, then its bytes. */
function hostKey(type: string, body: string): string {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(type.length);
  return Buffer.concat([length, Buffer.from(type + body)]).toString("base64");
}

describe("CertificateService", { timeout: 30_000 }, () => {
  let world: ServiceWorld;
  let informer: Informer;
  let operations: readonly Operation[];
  let tls: TlsIdentity;

  before(async () => {
    [world, tls] = await Promise.all([createServiceWorld(), createTlsIdentity()]);
    informer = await world.follow("v1", "ConfigMap");
    const settings = { getConfigMap: (name: string) => informer.get(namespace, name), onChange: (handler: () => void) => informer.onChange(handler) };
    operations = createCertificateOperations({ kube: world.kube, settings }, { namespace });
  });
  after(() => world.close());

  const call = (name: string, input: object, as?: As): Promise<unknown> => world.call(operations, `CertificateService/${name}`, input, as);
  const data = async (name: string): Promise<unknown> => getField((await world.get("v1", "ConfigMap", name)) satisfies KubeObject | undefined, "data");
  const refused = (promise: Promise<unknown>, code: ErrorCode, message: RegExp): Promise<void> =>
    assert.rejects(promise, (error) => isSillageError(error, code) && message.test(error.message));
  const ssh = (body: string) => ({ serverName: "git.example.com", certType: "ssh", certSubType: "ssh-ed25519", certData: base64(hostKey("ssh-ed25519", body)) });
  const https = () => ({ serverName: "git.example.com", certType: "https", certData: base64(tls.certificate) });

  it("keeps host keys and certificates where Git looks for them", async () => {
    await call("CreateCertificate", { certificates: { items: [ssh("one"), https()] } });
    assert.deepEqual(await data("argocd-ssh-known-hosts-cm"), { ssh_known_hosts: `git.example.com ssh-ed25519 ${hostKey("ssh-ed25519", "one")}\n` });
    assert.deepEqual(await data("argocd-tls-certs-cm"), { "git.example.com": `${tls.certificate.trim()}\n` });
    const items = getList(await call("ListCertificates", {}), "items");
    const shown = items.map((item) => ["serverName", "certType", "certSubType"].map((field) => getField(item, field)).join(" "));
    assert.deepEqual(shown, ["git.example.com ssh ssh-ed25519", "git.example.com https ecdsa"]);
    assert.equal(getField(items[1], "certInfo"), "CN=localhost,O=Test");
  });

  it("takes the same again, and others with upsert only", async () => {
    await call("CreateCertificate", { certificates: { items: [ssh("one"), https()] } });
    await refused(call("CreateCertificate", { certificates: { items: [ssh("two")] } }), "invalid", /^Key for 'git\.example\.com' \(subtype: 'ssh-ed25519'\) already exist/);
    await call("CreateCertificate", { certificates: { items: [ssh("two")] }, upsert: true });
    assert.deepEqual(await data("argocd-ssh-known-hosts-cm"), { ssh_known_hosts: `git.example.com ssh-ed25519 ${hostKey("ssh-ed25519", "two")}\n` });
  });

  const wrong: readonly { readonly name: string; readonly item: () => object; readonly message: RegExp }[] = [
    { name: "another type", item: () => ({ ...ssh("x"), certType: "gpg" }), message: /neither ssh nor https/ },
    { name: "a key that is of another type than it says", item: () => ({ ...ssh("x"), certSubType: "ssh-rsa" }), message: /is no "ssh-rsa" key/ },
    { name: "a host that would be a line of its own", item: () => ({ ...ssh("x"), serverName: "a\nb" }), message: /is no host/ },
    { name: "no certificate", item: () => ({ ...https(), certData: base64("nothing") }), message: /no certificate in it/ },
    {
      name: "a certificate that is broken",
      item: () => ({ ...https(), certData: base64("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n") }),
      message: /cannot be read/,
    },
    { name: "a name of no server", item: () => ({ ...https(), serverName: "../x" }), message: /is no name of a server/ },
  ];
  for (const { name, item, message } of wrong) it(`refuses ${name}`, () => refused(call("CreateCertificate", { certificates: { items: [item()] } }), "invalid", message));

  it("removes what is meant", async () => {
    const removed = getList(await call("DeleteCertificate", { hostNamePattern: "git.*", certType: "https" }), "items");
    assert.equal(removed.length, 1);
    assert.deepEqual(await data("argocd-tls-certs-cm"), undefined);
    assert.equal(getList(await call("ListCertificates", { hostNamePattern: "git.example.com", certSubType: "ssh-ed25519" }), "items").length, 1);
    await call("DeleteCertificate", { hostNamePattern: "other" });
    assert.equal(getList(await call("ListCertificates", {}), "items").length, 1);
  });

  const permissions = [
    { operation: "ListCertificates", input: {}, needs: "certificates, get" },
    { operation: "CreateCertificate", input: { certificates: { items: [] } }, needs: "certificates, create" },
    { operation: "DeleteCertificate", input: { hostNamePattern: "none" }, needs: "certificates, delete" },
  ];
  for (const { operation, input, needs } of permissions) {
    it(`${operation} needs ${needs}`, async () => {
      await refused(call(operation, input, { policy: "" }), "forbidden", new RegExp(`^permission denied: ${needs}, $`));
      await call(operation, input, { policy: `p, ada, ${needs}, *, allow` });
    });
  }
  it("upsert needs certificates, update as well", () =>
    refused(call("CreateCertificate", { certificates: {}, upsert: true }, { policy: "p, ada, certificates, create, *, allow" }), "forbidden", /certificates, update/));
});
