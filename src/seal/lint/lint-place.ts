import { getString } from "../../kube/index.ts";
import { type Manifest } from "../../render/view/index.ts";
import { computeLabel, getScope } from "../scope.ts";
import { createFinding, type Finding } from "./finding.ts";

/**
 * Whether a SealedSecret still stands where it was sealed for: name and namespace as they are applied, against those kubeseal left in the template, else
 * those in the file. A prefix or a namespace of Kustomize changes the first and not the second.
 */
export function lintPlace(applied: Manifest, source: Manifest): readonly Finding[] {
  const scope = getScope(applied.object.metadata);
  const sealedScope = getScope(source.object.metadata);
  if (scope !== sealedScope) return [createFinding("SEAL-SCOPE", applied, `was sealed as ${sealedScope} and is applied as ${scope}: it cannot be opened`)];

  const place = { namespace: applied.object.metadata.namespace ?? "", name: applied.object.metadata.name ?? "" };
  const sealedFor = { namespace: sealedField(source, "namespace") ?? place.namespace, name: sealedField(source, "name") ?? place.name };
  const [wanted, found] = [sealedFor, place].map((identity) => computeLabel(identity, scope));
  if (wanted === found) return [];
  const wider = sealedFor.namespace === place.namespace ? "namespace-wide" : "cluster-wide";
  return [createFinding("SEAL-RENAMED", applied, `was sealed for "${wanted}" and cannot be opened here: seal it again for "${found}", or with the scope ${wider}`)];
}

function sealedField({ object }: Manifest, field: "name" | "namespace"): string | undefined {
  return getString(object, "spec", "template", "metadata", field) ?? object.metadata[field];
}
