import { annotations } from "../api/index.ts";
import { getStringMap, type KubeObject } from "../kube/index.ts";

/** The sync wave of an object: Argo CD's annotation, else Helm's hook weight, else 0. What is no integer does not count. */
export function waveOf(object: KubeObject): number {
  const values = getStringMap(object, "metadata", "annotations");
  return parse(values[annotations.syncWave]) ?? parse(values[annotations.helmHookWeight]) ?? 0;
}

function parse(text: string | undefined): number | undefined {
  return text !== undefined && /^[+-]?\d+$/.test(text.trim()) ? Number(text) : undefined;
}
