import { isSillageError, SillageError } from "../../errors/index.ts";
import type { ApiResource, JsonObject, KubeObject } from "../../kube/index.ts";
import type { Context } from "../../log/index.ts";
import { waitUntilSeen } from "../operation/index.ts";
import { knownHostsKey, readTrust, type TrustData } from "./certificates.ts";
import type { CertificateServiceDeps, CertificateServiceOptions } from "./deps.ts";

/** The two ConfigMaps. */
export interface TrustStore {
  get(): TrustData;
  /** Decides on the newest state, again when somebody else's write comes between. Once it is back, settings have the new state. */
  change<Result extends TrustData>(ctx: Context, decide: (trust: TrustData) => Result): Promise<Result>;
}

const names = { knownHosts: "argocd-ssh-known-hosts-cm", certificates: "argocd-tls-certs-cm" } as const;
const maxAttempts = 5;

export function createTrustStore({ kube, settings }: CertificateServiceDeps, { namespace }: CertificateServiceOptions): TrustStore {
  async function configMaps(ctx: Context): Promise<ApiResource> {
    const found = await kube.discovery.findByKind({ group: "", version: "v1", kind: "ConfigMap" }, ctx);
    if (found === undefined) throw new SillageError("unavailable", "The cluster's discovery lists no ConfigMaps");
    return found;
  }

  async function write(
    ctx: Context,
    existing: KubeObject | undefined,
    { name, data }: { readonly name: (typeof names)[keyof typeof names]; readonly data: JsonObject },
  ): Promise<void> {
    const resource = await configMaps(ctx);
    const labels = { "app.kubernetes.io/name": name, "app.kubernetes.io/part-of": "argocd" };
    const written =
      existing === undefined
        ? await kube.create(resource, { apiVersion: "v1", kind: "ConfigMap", metadata: { namespace, name, labels }, data: withoutNulls(data) }, ctx)
        : await kube.patch(resource, { namespace, name }, { metadata: { resourceVersion: existing.metadata.resourceVersion ?? "" }, data }, { type: "merge", signal: ctx.signal });
    await waitUntilSeen(written, { getObject: () => settings.getConfigMap(name), onChange: (handler) => settings.onChange(handler), signal: ctx.signal });
  }

  async function attempt<Result extends TrustData>(ctx: Context, decide: (trust: TrustData) => Result): Promise<Result> {
    const resource = await configMaps(ctx);
    const [knownHosts, certificates] = await Promise.all([names.knownHosts, names.certificates].map((name) => kube.fetchObject(resource, { namespace, name }, ctx)));
    const before = readTrust(knownHosts, certificates);
    const after = decide(before);
    if (after.knownHosts !== before.knownHosts) await write(ctx, knownHosts, { name: names.knownHosts, data: { [knownHostsKey]: after.knownHosts } });
    const changes = diffData(before.certificates, after.certificates);
    if (Object.keys(changes).length > 0) await write(ctx, certificates, { name: names.certificates, data: changes });
    return after;
  }

  return {
    get: () => readTrust(settings.getConfigMap(names.knownHosts), settings.getConfigMap(names.certificates)),
    async change(ctx, decide) {
      for (let count = 1; ; count += 1) {
        try {
          return await attempt(ctx, decide);
        } catch (error) {
          if (!isSillageError(error, "conflict") || count === maxAttempts) throw error;
        }
      }
    },
  };
}

/** A merge patch from one map to another. */
function diffData(before: Readonly<Record<string, string>>, after: Readonly<Record<string, string>>): Record<string, string | null> {
  const gone = Object.keys(before).flatMap((key) => (key in after ? [] : [[key, null] as const]));
  return Object.fromEntries([...gone, ...Object.entries(after).filter(([key, value]) => before[key] !== value)]);
}

function withoutNulls(data: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(data).filter(([, value]) => value !== null));
}
