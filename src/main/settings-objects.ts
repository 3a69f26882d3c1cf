import { secretTypeLabel } from "../api/index.ts";
import type { Clock } from "../async/index.ts";
import { fetchCoreResource, type KubeClient, type KubeObject } from "../kube/index.ts";
import type { Context } from "../log/index.ts";
import { createInformer, type Informer } from "../runtime/index.ts";

export interface SettingsDeps {
  readonly client: KubeClient;
  readonly clock: Clock;
}

/** The ConfigMaps and Secrets of the control namespace that hold settings, followed by watch. */
export interface SettingsObjects {
  getConfigMap(name: SettingsMapName): KubeObject | undefined;
  getSecret(name: string): KubeObject | undefined;
  /** Those labelled so, in the order of their names. */
  listSecrets(...types: readonly string[]): readonly KubeObject[];
  /** Called with each object that has changed or gone; returns the way to stop. */
  onChange(handler: (object: KubeObject) => void): () => void;
  /** Resolves when the objects are in the cache; needs `run`. */
  readonly synced: Promise<void>;
  run(signal: AbortSignal): Promise<void>;
}

export type SettingsMapName = (typeof configMapNames)[number];

const configMapNames = ["argocd-cm", "argocd-rbac-cm", "argocd-cmd-params-cm", "argocd-ssh-known-hosts-cm", "argocd-tls-certs-cm"] as const;
const byType = "type";

export async function createSettingsObjects(ctx: Context, deps: SettingsDeps, { namespace }: { readonly namespace: string }): Promise<SettingsObjects> {
  const { log } = ctx;
  const [configMap, secret] = await Promise.all([fetchCoreResource(deps.client, "ConfigMap", ctx), fetchCoreResource(deps.client, "Secret", ctx)]);
  const configMaps = createInformer({ ...deps, log }, { resource: configMap, namespace, transform: keepIf(isSettingsMap) });
  const secrets = createInformer({ ...deps, log }, { resource: secret, namespace, transform: keepIf(isSettingsSecret), indexes: { [byType]: (object) => [typeOf(object)] } });
  const informers: readonly Informer[] = [configMaps, secrets];
  return {
    getConfigMap: (name) => configMaps.get(namespace, name),
    getSecret: (name) => secrets.get(namespace, name),
    listSecrets: (...types) => types.flatMap((type) => secrets.listByIndex(byType, type)).toSorted(byName),
    onChange(handler) {
      const stops = [configMaps.onChange(({ object }) => isSettingsMap(object) && handler(object)), secrets.onChange(({ object }) => isSettingsSecret(object) && handler(object))];
      return () => stops.forEach((stop) => stop());
    },
    synced: Promise.all(informers.map((informer) => informer.synced)).then(() => undefined),
    async run(signal) {
      await Promise.all(informers.map((informer) => informer.run(signal)));
    },
  };
}

function isSettingsMap({ metadata }: KubeObject): boolean {
  return configMapNames.some((name) => name === metadata.name);
}

const secretNames = ["argocd-secret", "argocd-server-tls"];

/** What settings refer to as `$name:key` must say that it is part of Argo CD. */
function isSettingsSecret(object: KubeObject): boolean {
  return secretNames.includes(object.metadata.name ?? "") || typeOf(object) !== "" || object.metadata.labels?.["app.kubernetes.io/part-of"] === "argocd";
}

function typeOf({ metadata }: KubeObject): string {
  return metadata.labels?.[secretTypeLabel] ?? "";
}

/** Of what is no setting, only the name is kept. */
function keepIf(isKept: (object: KubeObject) => boolean): (object: KubeObject) => KubeObject {
  return function keep(object) {
    const { name, namespace, uid, resourceVersion } = object.metadata;
    const { managedFields: _managedFields, ...metadata } = object.metadata;
    if (isKept(object)) return { ...object, metadata };
    const kept = { ...(name === undefined ? {} : { name }), ...(namespace === undefined ? {} : { namespace }) };
    return {
      apiVersion: object.apiVersion,
      kind: object.kind,
      metadata: { ...kept, ...(uid === undefined ? {} : { uid }), ...(resourceVersion === undefined ? {} : { resourceVersion }) },
    };
  };
}

function byName(a: KubeObject, b: KubeObject): number {
  return (a.metadata.name ?? "") < (b.metadata.name ?? "") ? -1 : 1;
}
