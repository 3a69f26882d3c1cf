import type { ResourceNode, ResourceRef } from "../../api/index.ts";
import { assessObject } from "../../health/index.ts";
import { gvkOf, type KubeObject } from "../../kube/index.ts";
import { describeNetworking } from "./describe-networking.ts";
import { describePod, imagesOf, type InfoItem } from "./describe-pod.ts";

const revisionAnnotations = ["deployment.kubernetes.io/revision", "rollout.argoproj.io/revision"];

/** A live object as a node. Of one that is watched by its metadata alone, `isWhole` is false: its health is not known then. */
export function describeNode(object: KubeObject, { isWhole, parents }: { readonly isWhole: boolean; readonly parents: readonly ResourceRef[] }): ResourceNode {
  const { resourceVersion, creationTimestamp, deletionTimestamp } = object.metadata;
  const isPod = object.kind === "Pod" && object.apiVersion === "v1";
  const health = isWhole || deletionTimestamp !== undefined ? assessObject(object) : undefined;
  const networkingInfo = isWhole ? describeNetworking(object) : undefined;
  const info = isWhole ? [...(isPod ? describePod(object) : []), ...revisionOf(object)] : [];
  const images = isPod && isWhole ? imagesOf(object) : [];
  return {
    ...refOf(object),
    ...(parents.length === 0 ? {} : { parentRefs: parents }),
    ...(info.length === 0 ? {} : { info }),
    ...(networkingInfo === undefined ? {} : { networkingInfo }),
    ...(resourceVersion === undefined ? {} : { resourceVersion }),
    ...(images.length === 0 ? {} : { images }),
    ...(health === undefined ? {} : { health }),
    ...(creationTimestamp === undefined ? {} : { createdAt: creationTimestamp }),
  };
}

/** How other nodes name the object. */
export function refOf(object: KubeObject): ResourceRef {
  const { group, version, kind } = gvkOf(object);
  const { namespace = "", name = "", uid } = object.metadata;
  return { ...(group === "" ? {} : { group }), version, kind, ...(namespace === "" ? {} : { namespace }), name, ...(uid === undefined ? {} : { uid }) };
}

function revisionOf(object: KubeObject): readonly InfoItem[] {
  const [revision] = revisionAnnotations.flatMap((name) => object.metadata.annotations?.[name] ?? []);
  return revision === undefined ? [] : [{ name: "Revision", value: `Rev:${revision}` }];
}
