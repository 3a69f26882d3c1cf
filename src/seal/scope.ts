import { type ObjectMeta } from "../kube/index.ts";

export const sealingScopes = ["strict", "namespace-wide", "cluster-wide"] as const;

/** How far a sealed value may move: `strict` nails it to one namespace and name. */
export type SealingScope = (typeof sealingScopes)[number];

const namespaceWide = "sealedsecrets.bitnami.com/namespace-wide";
const clusterWide = "sealedsecrets.bitnami.com/cluster-wide";

/** The scope an object's annotations ask for. */
export function getScope(metadata: Pick<ObjectMeta, "annotations">): SealingScope {
  if (metadata.annotations?.[clusterWide] === "true") return "cluster-wide";
  return metadata.annotations?.[namespaceWide] === "true" ? "namespace-wide" : "strict";
}

/** The annotations with exactly the mark of this scope. */
export function annotateScope(annotations: Readonly<Record<string, string>>, scope: SealingScope): Readonly<Record<string, string>> {
  const others = Object.entries(annotations).filter(([key]) => key !== namespaceWide && key !== clusterWide);
  const marks = { strict: [], "namespace-wide": [[namespaceWide, "true"]], "cluster-wide": [[clusterWide, "true"]] } as const;
  return Object.fromEntries([...others, ...marks[scope]]);
}

/** What is bound into each ciphertext, so that it opens in the place it was sealed for and nowhere else. */
export function computeLabel(identity: { readonly namespace: string; readonly name: string }, scope: SealingScope): string {
  if (scope === "cluster-wide") return "";
  return scope === "namespace-wide" ? identity.namespace : `${identity.namespace}/${identity.name}`;
}
