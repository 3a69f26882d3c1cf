import { getField, getRecord, type KubeObject } from "../kube/index.ts";

const mask = "++++++++";
const lastApplied = "kubectl.kubernetes.io/last-applied-configuration";

/**
 * Two states of one object as people may see them: the values of a Secret are masked, equal ones alike and different ones by different lengths, so that a
 * change shows and its content does not. Of an Application, the manifests that somebody brought along for a sync are masked: they may be Secrets.
 */
export function maskSecrets(states: readonly (KubeObject | undefined)[]): (KubeObject | undefined)[] {
  const seen = new Map<string, Map<unknown, string>>();
  return states.map((state) => {
    if (state === undefined) return undefined;
    return isSecret(state) ? maskState(state, seen) : maskManifests(state);
  });
}

function maskManifests(object: KubeObject): KubeObject {
  if (object.kind !== "Application" || !object.apiVersion.startsWith("argoproj.io/")) return object;
  const [operation, status] = [getRecord(object, "operation"), getRecord(object, "status")];
  const last = getRecord(status, "operationState");
  return {
    ...object,
    ...(operation === undefined ? {} : { operation: maskOperation(operation) }),
    ...(last === undefined ? {} : { status: { ...status, operationState: { ...last, operation: maskOperation(getRecord(last, "operation")) } } }),
  };
}

function maskOperation(operation: Readonly<Record<string, unknown>> | undefined): Readonly<Record<string, unknown>> | undefined {
  if (getField(operation, "sync", "manifests") === undefined) return operation;
  return { ...operation, sync: { ...getRecord(operation, "sync"), manifests: [mask] } };
}

function maskState(secret: KubeObject, seen: Map<string, Map<unknown, string>>): KubeObject {
  const { apiVersion, kind, metadata } = secret;
  const masked = Object.entries(getRecord(secret, "data") ?? {}).map(([key, value]) => [key, maskFor(key, value)]);
  const annotations = metadata.annotations?.[lastApplied] === undefined ? {} : { annotations: { ...metadata.annotations, [lastApplied]: mask } };
  return { ...secret, apiVersion, kind, metadata: { ...metadata, ...annotations }, ...(secret["data"] === undefined ? {} : { data: Object.fromEntries(masked) }) };

  function maskFor(key: string, value: unknown): string {
    const values = seen.get(key) ?? new Map<unknown, string>();
    seen.set(key, values);
    const known = values.get(value) ?? mask + "++++".repeat(values.size);
    values.set(value, known);
    return known;
  }
}

function isSecret({ apiVersion, kind }: KubeObject): boolean {
  return apiVersion === "v1" && kind === "Secret";
}
