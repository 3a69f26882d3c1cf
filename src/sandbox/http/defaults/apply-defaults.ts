import { type KubeObject, getString, isKubeObject, isRecord } from "../../../kube/index.ts";
import { defaultCustom } from "../../schema/index.ts";
import type { Resource } from "../catalog/resource.ts";
import { kindDefaults } from "./kind-defaults.ts";

/** The object with everything the server adds to what its author left out. */
export function applyDefaults(resource: Resource, object: KubeObject): KubeObject {
  if (resource.custom !== undefined) return toObject(defaultCustom(object, resource.custom.schema), object);
  const completed = kindDefaults[resource.storeName]?.(resource.storeName === "/secrets" ? encodeStringData(object) : object) ?? object;
  return toObject(completed, object);
}

function toObject(completed: unknown, fallback: KubeObject): KubeObject {
  return isKubeObject(completed) ? completed : fallback;
}

/** `stringData` is written only: it goes into `data`, base64. */
function encodeStringData(secret: KubeObject): KubeObject {
  const { stringData, ...rest } = secret;
  const kept = { ...rest, apiVersion: secret.apiVersion, kind: secret.kind, metadata: secret.metadata };
  if (!isRecord(stringData)) return stringData === undefined ? secret : kept;
  const encoded = Object.keys(stringData).map((key) => [key, Buffer.from(getString(stringData, key) ?? "").toString("base64")]);
  const data = secret["data"];
  return { ...kept, data: { ...(isRecord(data) ? data : {}), ...Object.fromEntries(encoded) } };
}
