import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { describeError, isSillageError } from "../errors/index.ts";
import { parseBackup } from "./parse-backup.ts";

const secret = `apiVersion: v1
data:
  password: czNjcmV0
kind: Secret
metadata:
  name: repo
---
`;
const application = `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: web
  namespace: team
spec:
  destination:
    namespace: shop
    server: https://kubernetes.default.svc
  project: default
  source:
    path: .
    repoURL: https://git.example.com/shop
---
`;
const read = (text: string) => parseBackup(text, { file: "backup.yaml", namespace: "argocd" });

describe("parseBackup", () => {
  it("reads documents, and puts what names no namespace into that of the installation", () =>
    assert.deepEqual(
      read(secret + application).map(({ kind, metadata }) => `${kind} ${metadata.namespace}/${metadata.name}`),
      ["Secret argocd/repo", "Application team/web"],
    ));

  const refused: readonly { readonly name: string; readonly text: string; readonly message: RegExp }[] = [
    { name: "nothing", text: "", message: /^"backup\.yaml" holds no object$/ },
    { name: "a file that ends in the middle of an object", text: (secret + application).slice(0, -40), message: /^"backup\.yaml" may be cut off/ },
    { name: "a file that ends in the middle of a line", text: `${secret}apiVersion: v1\ndata: {a: "`, message: /^"backup\.yaml" may be cut off/ },
    { name: "what is no YAML", text: `${secret}a: {s3cret: "\n---\n`, message: /^Cannot parse "backup\.yaml:\d+.*it is not valid YAML$/ },
    {
      name: "an application without a spec",
      text: "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: web}\n---\n",
      message: /:1" cannot be imported: Application "argocd\/web" has no spec$/,
    },
    { name: "a spec of a wrong shape", text: application.replace("project: default", "project: [a]"), message: /:1" cannot be imported: .*project/ },
    {
      name: "another kind",
      text: `${secret}apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: x}\n---\n`,
      message: /:8" cannot be imported: apps\/v1 Deployment is no part of an export$/,
    },
    { name: "no object", text: "a: 1\n---\n", message: /it is no object/ },
    { name: "no name", text: secret.replace("name: repo", "labels: {}"), message: /it has no metadata\.name$/ },
    { name: "one object twice", text: secret + secret, message: /holds Secret "argocd\/repo" twice$/ },
    { name: "a Secret in clear", text: secret.replace("czNjcmV0", "s3cret!"), message: /key "password" of Secret "argocd\/repo" is no base64$/ },
    { name: "a key twice", text: secret.replace("kind: Secret", "kind: Secret\nkind: Secret"), message: /^Cannot parse/ },
  ];
  for (const { name, text, message } of refused) {
    it(`refuses ${name}, and quotes no secret`, () =>
      assert.throws(
        () => read(text),
        (error) => isSillageError(error, "invalid") && message.test(error.message) && !/s3cret|czNjcmV0/.test(describeError(error)),
      ));
  }
});
