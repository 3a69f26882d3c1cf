import type { AppProject } from "./app-project.ts";

/** What a project demands that nobody here can vouch for yet; then it must not be used. `undefined` when there is nothing. */
export function findUnmetDemand({ metadata, spec }: AppProject): string | undefined {
  const who = `project '${metadata.name}'`;
  if (spec.permitOnlyProjectScopedClusters === true) return `${who} permits only clusters of its own (permitOnlyProjectScopedClusters), and there are none yet`;
  const policies = spec.sourceIntegrity?.git?.policies;
  const isSigned = policies === undefined ? (spec.signatureKeys ?? []).length > 0 : policies.some(({ gpg }) => gpg !== undefined && gpg.mode !== "none");
  return isSigned ? `${who} permits only signed commits (${policies === undefined ? "signatureKeys" : "sourceIntegrity"}), and signatures cannot be verified yet` : undefined;
}
