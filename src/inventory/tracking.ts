import { annotations } from "../api/index.ts";
import { getStringMap, keyOf, type KubeObject, type ObjectKey } from "../kube/index.ts";

/** Which application an object says it belongs to, and which object it says it is. */
export interface TrackingId {
  /** The application's name; `<namespace>_<name>` outside the control namespace. */
  readonly instance: string;
  readonly key: ObjectKey;
}

/** `<app>:<group>/<kind>:<namespace>/<name>` */
export function formatTrackingId({ instance, key }: TrackingId): string {
  return `${instance}:${key.group}/${key.kind}:${key.namespace}/${key.name}`;
}

export function parseTrackingId(text: string): TrackingId | undefined {
  const [instance, groupKind, namespacedName, ...more] = text.split(":");
  if (instance === undefined || groupKind === undefined || namespacedName === undefined || more.length > 0) return undefined;
  const [group, kind, ...moreKind] = groupKind.split("/");
  const [namespace, name, ...moreName] = namespacedName.split("/");
  if (group === undefined || kind === undefined || namespace === undefined || name === undefined) return undefined;
  return moreKind.length > 0 || moreName.length > 0 ? undefined : { instance, key: { group, kind, namespace, name } };
}

/**
 * The instance name of the application that owns a live object; `undefined` when it is not tracked, or when its annotation describes another
 * object (a copy an operator made), which is nobody's.
 */
export function ownerOf(object: KubeObject): string | undefined {
  const text = getStringMap(object, "metadata", "annotations")[annotations.trackingId];
  const tracking = text === undefined ? undefined : parseTrackingId(text);
  if (tracking === undefined) return undefined;
  const actual = keyOf(object);
  const claimed = tracking.key;
  const isSelf = claimed.group === actual.group && claimed.kind === actual.kind && claimed.name === actual.name;
  return isSelf && (actual.namespace === "" || claimed.namespace === actual.namespace) ? tracking.instance : undefined;
}
