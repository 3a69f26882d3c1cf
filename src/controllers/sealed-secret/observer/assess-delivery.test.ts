import { deepEqual, match } from "node:assert/strict";
import { test } from "node:test";
import type { KubeObject } from "../../../kube/index.ts";
import { assessDelivery, type DeliveryInput } from "./assess-delivery.ts";

const status = (observedGeneration: number, synced = "True") => ({ observedGeneration, conditions: [{ type: "Synced", status: synced }] });
const sealed = (fields: object = { status: status(2) }): KubeObject => ({
  apiVersion: "bitnami.com/v1alpha1",
  kind: "SealedSecret",
  metadata: { name: "db", generation: 2 },
  ...fields,
});
const owner = { apiVersion: "bitnami.com/v1alpha1", kind: "SealedSecret", name: "db", uid: "u", controller: true };
const secret = (metadata: object = { ownerReferences: [owner] }): KubeObject => ({ apiVersion: "v1", kind: "Secret", metadata: { name: "db", ...metadata } });
const staying = { template: { metadata: { annotations: { "sealedsecrets.bitnami.com/skip-set-owner-references": "true" } } } };

const cases: readonly { readonly name: string; readonly input: DeliveryInput; readonly want: readonly [string, RegExp] | undefined }[] = [
  { name: "all is well", input: { sealedSecret: sealed(), secret: secret() }, want: undefined },
  {
    name: "nobody looked",
    input: { sealedSecret: sealed({}), secret: undefined },
    want: ["NoController", /^No controller has looked at this SealedSecret: .*--sealed-secrets=external/],
  },
  {
    name: "nobody looked at this generation",
    input: { sealedSecret: sealed({ status: status(1) }), secret: secret() },
    want: ["NoController", /generation 2, .* generation 1 said/],
  },
  { name: "a failure speaks for itself", input: { sealedSecret: sealed({ status: status(2, "False") }), secret: undefined }, want: undefined },
  { name: "no Secret", input: { sealedSecret: sealed(), secret: undefined }, want: ["SecretMissing", /^Secret "db" is not there/] },
  { name: "Secrets cannot be read", input: { sealedSecret: sealed(), secret: "unknown" }, want: undefined },
  { name: "the Secret of somebody else", input: { sealedSecret: sealed(), secret: secret({}) }, want: ["SecretNotOwned", /^Secret "db" was not made from this/] },
  { name: "a Secret without owner, as the template wants", input: { sealedSecret: sealed({ status: status(2), spec: staying }), secret: secret({}) }, want: undefined },
  { name: "a Secret to be patched", input: { sealedSecret: sealed(), secret: secret({ annotations: { "sealedsecrets.bitnami.com/patch": "true" } }) }, want: undefined },
];

for (const { name, input, want } of cases) {
  test(`delivery: ${name}`, () => {
    const trouble = assessDelivery(input);
    deepEqual(trouble?.reason, want?.[0]);
    match(trouble?.message ?? "", want?.[1] ?? /^$/);
  });
}
