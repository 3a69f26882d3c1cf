import { equal } from "node:assert/strict";
import { test } from "node:test";
import { buildObject, buildResource } from "../../../test/builders/sync.ts";
import type { KubeObject } from "../../kube/index.ts";
import { type CascadeInput, planCascade } from "./plan-cascade.ts";

const deleting = { deletionTimestamp: "2026-01-01T00:00:00Z" };
const wave = (number: number) => ({ "argocd.argoproj.io/sync-wave": String(number) });
const option = (text: string) => ({ "argocd.argoproj.io/sync-options": text });
const guarded = buildObject("ConfigMap/guarded", { annotations: option("Delete=confirm") });
const plain = buildObject("ConfigMap/plain");
const how = 'agree with "sillage app confirm-deletion", or annotate the Application with argocd.argoproj.io/deletion-approved and the present time';

const cases: readonly { name: string; objects: readonly KubeObject[]; parts?: Partial<CascadeInput>; want: string }[] = [
  { name: "nothing is left", objects: [], want: "done" },
  { name: "one wave", objects: [plain, buildObject("Deployment/web")], want: "delete: ConfigMap/plain, Deployment/web" },
  { name: "the highest wave first", objects: [plain, buildObject("ConfigMap/late", { annotations: wave(2) })], want: "delete: ConfigMap/late" },
  {
    name: "the highest wave is on its way: nothing else is deleted yet",
    objects: [plain, buildObject("ConfigMap/late", { annotations: wave(2), metadata: { annotations: wave(2), ...deleting } })],
    want: "delete: ",
  },
  { name: "definitions stay", objects: [buildObject("CustomResourceDefinition/things")], want: "done" },
  { name: "the Application itself", objects: [buildObject("Application/root", { metadata: { uid: "self" } })], want: "done" },
  { name: "Delete=false", objects: [buildObject("ConfigMap/kept", { annotations: option("Prune=true, Delete=false") })], want: "done" },
  { name: "Helm's keep", objects: [buildObject("ConfigMap/kept", { annotations: { "helm.sh/resource-policy": "keep" } })], want: "done" },
  { name: "Delete=false for all", objects: [plain], parts: { syncOptions: ["Delete=false"] }, want: "done" },
  {
    name: "Delete=false for all but one",
    objects: [plain, buildObject("ConfigMap/gone", { annotations: option("Delete=true") })],
    parts: { syncOptions: ["Delete=false"] },
    want: "delete: ConfigMap/gone",
  },
  {
    name: "one asks for a person: all wait",
    objects: [guarded, buildObject("ConfigMap/late", { annotations: wave(2) })],
    want: `hold: waiting for deletion confirmation of /ConfigMap/shop/guarded: ${how}`,
  },
  { name: "a person has agreed", objects: [guarded, plain], parts: { isApproved: true }, want: "delete: ConfigMap/guarded, ConfigMap/plain" },
  {
    name: "somebody else has deleted it",
    objects: [{ ...guarded, metadata: { ...guarded.metadata, ...deleting } }, plain],
    want: "delete: ConfigMap/plain",
  },
  { name: "Prune=confirm is about pruning", objects: [buildObject("ConfigMap/a", { annotations: option("Prune=confirm") })], want: "delete: ConfigMap/a" },
  {
    name: "Delete=confirm for all",
    objects: [plain],
    parts: { syncOptions: ["Delete=confirm"] },
    want: `hold: waiting for deletion confirmation of /ConfigMap/shop/plain: ${how}`,
  },
  {
    name: "Delete=confirm for all, but not for this one",
    objects: [buildObject("ConfigMap/a", { annotations: option("Delete=true") })],
    parts: { syncOptions: ["Delete=confirm"] },
    want: "delete: ConfigMap/a",
  },
  {
    name: "many are named by number",
    objects: Array.from({ length: 12 }, (_, index) => buildObject(`Namespace/n${String(index).padStart(2, "0")}`)),
    parts: { syncOptions: ["Delete=confirm"] },
    want: `hold: waiting for deletion confirmation of ${Array.from({ length: 10 }, (_, index) => `/Namespace/n0${index}`).join(", ")} and 2 more resources: ${how}`,
  },
];

for (const { name, objects, parts, want } of cases) {
  test(name, () => {
    const owned = objects.map((object) => ({ resource: buildResource(object), object }));
    const step = planCascade({ owned, selfUid: "self", syncOptions: [], isApproved: false, ...parts });
    const told = step.kind === "delete" ? step.objects.map(({ object }) => `${object.kind}/${object.metadata.name}`).join(", ") : step.kind === "hold" ? step.message : undefined;
    equal(told === undefined ? step.kind : `${step.kind}: ${told}`, want);
  });
}
