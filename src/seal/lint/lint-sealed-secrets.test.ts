import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { createTestKey } from "../../../test/builders/sealing-key.ts";
import type { KubeObject } from "../../kube/index.ts";
import type { Manifest } from "../../render/view/index.ts";
import { sealSecret } from "../seal-secret.ts";
import type { SealingScope } from "../scope.ts";
import { lintSealedSecrets, type LintInput } from "./lint-sealed-secrets.ts";

const { key } = createTestKey("first");
const other = createTestKey("second").key;
const now = Date.UTC(2026, 5, 1);
const secret: KubeObject = { apiVersion: "v1", kind: "Secret", metadata: { name: "db", namespace: "shop" }, stringData: { password: "geheim" } };
const sealed = seal("strict");

function seal(scope: SealingScope): KubeObject {
  return sealSecret(secret, { certificate: key.certificate, scope, allowEmptyData: false });
}

function at(object: KubeObject, line = 1, file = "a.yaml"): Manifest {
  return { object, origin: { file, line } };
}

function withSpec(spec: object): KubeObject {
  return { ...sealed, spec: { ...(sealed["spec"] as object), ...spec } };
}

function moved(object: KubeObject, metadata: object): KubeObject {
  return { ...object, metadata: { ...object.metadata, ...metadata } };
}

const password = (sealed["spec"] as { encryptedData: { password: string } }).encryptedData.password;
const clusterWide = "sealedsecrets.bitnami.com/cluster-wide";

const cases: readonly { readonly name: string; readonly input: Partial<LintInput>; readonly want: readonly string[] }[] = [
  { name: "nothing to say", input: { sources: [at(sealed)], renderings: [[at(sealed)]], certificates: [key.certificate] }, want: [] },
  { name: "no name", input: { sources: [at({ ...sealed, metadata: {} })] }, want: ['a.yaml:1 SEAL-STRUCTURE SealedSecret "" has no metadata.name'] },
  { name: "no items field", input: { sources: [at({ ...sealed, spec: {} })] }, want: ['a.yaml:1 SEAL-STRUCTURE SealedSecret "shop/db" has no encryptedData'] },
  {
    name: "items that are not sealed texts",
    input: { sources: [at(withSpec({ encryptedData: { a: 7, "b/c": password, d: "hello", e: "AAAA" } }), 3)] },
    want: [
      'a.yaml:3 SEAL-STRUCTURE SealedSecret "shop/db" has the item "a", which is not a text',
      'a.yaml:3 SEAL-STRUCTURE SealedSecret "shop/db" has the item "b/c", which is no valid key of a Secret',
      'a.yaml:3 SEAL-BASE64 SealedSecret "shop/db" has the item "d", which was not sealed: it is not base64',
      'a.yaml:3 SEAL-BASE64 SealedSecret "shop/db" has the item "e", which was not sealed: it is too short',
    ],
  },
  {
    name: "base64 of something else",
    input: { sources: [at(withSpec({ encryptedData: { a: Buffer.concat([Buffer.from([0, 16]), Buffer.alloc(100)]).toString("base64") } }))] },
    want: ['a.yaml:1 SEAL-SIZE SealedSecret "shop/db" has the item "a", which was not sealed or is damaged: its key would have 128 bits'],
  },
  {
    name: "too large for a Secret",
    input: { sources: [at(sealSecret({ ...secret, stringData: { a: "x".repeat(600_000), b: "x".repeat(600_000) } }, { certificate: key.certificate, allowEmptyData: false }))] },
    want: ['a.yaml:1 SEAL-SIZE SealedSecret "shop/db" holds 1200000 bytes, and a Secret at most 1048576'],
  },
  {
    name: "templates and items that do not fit",
    input: {
      sources: [
        at(
          withSpec({
            template: {
              type: "kubernetes.io/tls",
              data: { url: '{{ .user }}{{ index . "host" }}{{ with .password }}{{ .x }}{{ end }}', bad: "{{ genCA }}", gone: null, password: null },
            },
          }),
        ),
      ],
    },
    want: [
      'a.yaml:1 SEAL-TEMPLATE SealedSecret "shop/db" uses the item "user" in its template "url", which it does not have',
      'a.yaml:1 SEAL-TEMPLATE SealedSecret "shop/db" uses the item "host" in its template "url", which it does not have',
      'a.yaml:1 SEAL-TEMPLATE SealedSecret "shop/db" has the template "bad" that cannot be used: cannot render the template: the function "genCA" is not supported',
      'a.yaml:1 SEAL-TEMPLATE SealedSecret "shop/db" leaves out the item "gone", which it does not have',
      'a.yaml:1 SEAL-TEMPLATE SealedSecret "shop/db" has the type kubernetes.io/tls and lacks the item "tls.crt"',
      'a.yaml:1 SEAL-TEMPLATE SealedSecret "shop/db" has the type kubernetes.io/tls and lacks the item "tls.key"',
    ],
  },
  {
    name: "a scope in the template only",
    input: { sources: [at(withSpec({ template: { metadata: { annotations: { [clusterWide]: "true" } } } }))] },
    want: ['a.yaml:1 SEAL-SCOPE SealedSecret "shop/db" is strict, while its template says cluster-wide: the annotation belongs to both'],
  },
  {
    name: "renamed by one overlay, moved by another",
    input: { sources: [at(sealed)], renderings: [[at(moved(sealed, { name: "prod-db" }))], [at(moved(sealed, { namespace: "prod" }))]] },
    want: [
      'a.yaml:1 SEAL-RENAMED SealedSecret "shop/prod-db" was sealed for "shop/db" and cannot be opened here: seal it again for "shop/prod-db", or with the scope namespace-wide',
      'a.yaml:1 SEAL-RENAMED SealedSecret "prod/db" was sealed for "shop/db" and cannot be opened here: seal it again for "prod/db", or with the scope cluster-wide',
    ],
  },
  {
    name: "namespace-wide may be renamed and not moved",
    input: {
      sources: [at(seal("namespace-wide"))],
      renderings: [[at(moved(seal("namespace-wide"), { name: "x" }))], [at(moved(seal("namespace-wide"), { namespace: "prod" }))]],
    },
    want: ['a.yaml:1 SEAL-RENAMED SealedSecret "prod/db" was sealed for "shop" and cannot be opened here: seal it again for "prod", or with the scope cluster-wide'],
  },
  {
    name: "cluster-wide may go anywhere",
    input: { sources: [at(seal("cluster-wide"))], renderings: [[at(moved(seal("cluster-wide"), { name: "x", namespace: "y" }))]] },
    want: [],
  },
  {
    name: "a file without namespace gets the one it was sealed for",
    input: { sources: [at({ ...sealed, metadata: { name: "db" } })], renderings: [[at(sealed)]] },
    want: [],
  },
  {
    name: "a scope annotation added on the way",
    input: { sources: [at(sealed)], renderings: [[at(moved(sealed, { annotations: { [clusterWide]: "true" } }))]] },
    want: ['a.yaml:1 SEAL-SCOPE SealedSecret "shop/db" was sealed as strict and is applied as cluster-wide: it cannot be opened'],
  },
  {
    name: "an unknown key",
    input: { sources: [at(sealed)], certificates: [other.certificate] },
    want: [`a.yaml:1 SEAL-KEY-UNKNOWN SealedSecret "shop/db" was sealed with the key ${key.fingerprint}, which is not among the given certificates`],
  },
  {
    name: "an expired key",
    input: { sources: [at(sealed)], certificates: [other.certificate, key.certificate], now: Date.UTC(2040, 0, 1) },
    want: [`a.yaml:1 SEAL-KEY-EXPIRED SealedSecret "shop/db" was sealed with the key ${key.fingerprint}, which expired on 2035-12-30: seal it again`],
  },
  {
    name: "Secrets in clear, but for allowed and empty ones",
    input: {
      sources: [
        at(sealed),
        at(secret, 9),
        at(moved(secret, { name: "web" }), 1, "b.yaml"),
        at(moved(secret, { name: "test" })),
        at({ ...moved(secret, { name: "empty" }), stringData: { a: "" } }),
      ],
      renderings: [[at(secret, 9), at(moved(secret, { name: "generated" }), 4, "kustomization.yaml")]],
      allowedSecrets: ["shop/test"],
    },
    want: [
      'a.yaml:9 SEAL-PLAINTEXT Secret "shop/db" is committed in clear beside its SealedSecret',
      'b.yaml:1 SEAL-PLAINTEXT Secret "shop/web" is committed in clear: seal it',
      'kustomization.yaml:4 SEAL-PLAINTEXT Secret "shop/generated" is committed in clear: seal it',
    ],
  },
  {
    name: "twice in one rendering",
    input: { sources: [at(sealed), at(sealed, 20)], renderings: [[at(sealed), at(sealed, 20)], [at(sealed)]] },
    want: ['a.yaml:20 SEAL-DUPLICATE SealedSecret "shop/db" is there twice: it stands in "a.yaml:1" too'],
  },
];

suite("findings", () => {
  for (const { name, input, want } of cases) {
    test(name, () => {
      const findings = lintSealedSecrets({ sources: [], renderings: [], certificates: [], now, allowedSecrets: [], ...input });
      assert.deepEqual(
        findings.map(({ file, line, code, message }) => `${file}:${line} ${code} ${message}`),
        want,
      );
    });
  }
});
