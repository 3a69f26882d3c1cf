import { deepEqual } from "node:assert/strict";
import { test } from "node:test";
import { findStage } from "./stage.ts";

const [pre, preCleanup] = ["pre-delete-finalizer.argocd.argoproj.io", "pre-delete-finalizer.argocd.argoproj.io/cleanup"];
const [post, postCleanup] = ["post-delete-finalizer.argocd.argoproj.io", "post-delete-finalizer.argocd.argoproj.io/cleanup"];
const [cascade, foreground, background] = ["", "/foreground", "/background"].map((suffix) => `resources-finalizer.argocd.argoproj.io${suffix}`) as [string, string, string];

test("the stages of a deletion follow one another, each told by what is left", () => {
  let present: readonly string[] = [postCleanup, preCleanup, post, cascade, pre, "other"];
  const stages: string[] = [];
  for (let stage = findStage(present); stage !== undefined; stage = findStage(present)) {
    const { kind, finalizers } = stage;
    stages.push(kind === "cascade" ? `${kind} ${stage.propagationPolicy}` : `${kind} ${stage.type}`);
    present = present.filter((finalizer) => !finalizers.includes(finalizer));
  }
  deepEqual([stages, present], [["hooks PreDelete", "cascade Foreground", "hooks PostDelete", "cleanup PreDelete", "cleanup PostDelete"], ["other"]]);
});

test("dependents go in the background only when somebody asks for it", () => {
  deepEqual(findStage([foreground]), { kind: "cascade", propagationPolicy: "Foreground", finalizers: [foreground] });
  deepEqual(findStage([cascade, background]), { kind: "cascade", propagationPolicy: "Background", finalizers: [cascade, background] });
});

test("hooks without a clean-up after them", () => {
  deepEqual(findStage([post]), { kind: "hooks", type: "PostDelete", hasCleanup: false, finalizers: [post] });
});
