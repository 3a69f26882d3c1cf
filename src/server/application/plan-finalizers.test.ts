import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { isSillageError } from "../../errors/index.ts";
import { buildApplication } from "../../../test/builders/application.ts";
import { planFinalizers } from "./plan-finalizers.ts";

const cascade = "resources-finalizer.argocd.argoproj.io";
const background = "resources-finalizer.argocd.argoproj.io/background";

function applicationWith(finalizers: readonly string[]) {
  const application = buildApplication();
  return { ...application, metadata: { ...application.metadata, finalizers: [...finalizers] } };
}

const cases = [
  { name: "a cascade is in the foreground", finalizers: [], request: { cascade: true, propagationPolicy: undefined }, want: [cascade] },
  { name: "foreground by name", finalizers: [cascade], request: { cascade: true, propagationPolicy: "foreground" }, want: [cascade] },
  { name: "background replaces foreground", finalizers: [cascade], request: { cascade: true, propagationPolicy: "background" }, want: [background] },
  { name: "foreground replaces background", finalizers: [background, "example.com/mine"], request: { cascade: true, propagationPolicy: "" }, want: ["example.com/mine", cascade] },
  {
    name: "without cascade only strangers' stay",
    finalizers: [cascade, `${cascade}/foreground`, "example.com/mine"],
    request: { cascade: false, propagationPolicy: undefined },
    want: ["example.com/mine"],
  },
];

describe("planFinalizers", () => {
  for (const { name, finalizers, request, want } of cases) it(name, () => assert.deepEqual(planFinalizers(applicationWith(finalizers), request), want));

  const refused = [
    { name: "a policy without cascade", request: { cascade: false, propagationPolicy: "foreground" }, want: "A propagation policy goes with a cascading delete only" },
    { name: "an unknown policy", request: { cascade: true, propagationPolicy: "orphan" }, want: 'Propagation policy "orphan" is not one of foreground, background' },
  ];
  for (const { name, request, want } of refused) {
    it(`refuses ${name}`, () => {
      assert.throws(
        () => planFinalizers(applicationWith([]), request),
        (error) => isSillageError(error, "invalid") && error.message === want,
      );
    });
  }
});
