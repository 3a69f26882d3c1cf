import { getRecord, getStringMap, type KubeObject } from "../kube/index.ts";

const serverMetadata = ["creationTimestamp", "managedFields", "resourceVersion", "uid", "generation", "selfLink", "deletionTimestamp", "deletionGracePeriodSeconds"];

/** An object without what only the server says (bookkeeping, status), and with a Secret's `stringData` folded into `data`: as we send it, and as two are compared. */
export function normalize(object: KubeObject): KubeObject {
  const { status: _status, ...declared } = object;
  const metadata = Object.fromEntries(Object.entries(object.metadata).filter(([field, value]) => !serverMetadata.includes(field) && value !== null));
  const { kind, apiVersion } = object;
  return foldStringData({ ...declared, apiVersion, kind, metadata });
}

function foldStringData(object: KubeObject): KubeObject {
  if (object.apiVersion !== "v1" || object.kind !== "Secret" || getRecord(object, "stringData") === undefined) return object;
  const { stringData: _stringData, ...secret } = object;
  const encoded = Object.entries(getStringMap(object, "stringData")).map(([key, value]) => [key, Buffer.from(value, "utf8").toString("base64")]);
  const { apiVersion, kind, metadata } = object;
  return { ...secret, apiVersion, kind, metadata, data: { ...getRecord(object, "data"), ...Object.fromEntries(encoded) } };
}
