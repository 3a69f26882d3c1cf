import { systemClock, type Clock } from "../../src/async/index.ts";
import { createKubeClient, type ApiResource, type KubeClient } from "../../src/kube/index.ts";
import { createLog, type Context } from "../../src/log/index.ts";
import { administrator, createSandbox } from "../../src/sandbox/index.ts";

/** A simulated cluster with the control namespace, for what keeps its truth in Secrets. */
export interface SecretWorld {
  readonly ctx: Context;
  readonly client: KubeClient;
  readonly namespace: string;
  readonly secretResource: ApiResource;
  readonly configMapResource: ApiResource;
  /** The decoded data of a Secret; `undefined` when there is none. */
  read(name: string): Promise<Readonly<Record<string, string>> | undefined>;
  close(): Promise<void>;
}

export async function startSecretWorld({ clock = systemClock }: { readonly clock?: Clock } = {}): Promise<SecretWorld> {
  const stop = new AbortController();
  const { signal } = stop;
  const sandbox = await createSandbox({ clock, random: Math.random, definitions: [] });
  const client = createKubeClient({ transport: sandbox.transport(administrator), clock }, { userAgent: "test" });
  const find = async (kind: string): Promise<ApiResource> => (await client.discovery.findByKind({ group: "", version: "v1", kind }, { signal }))!;
  const [secretResource, configMapResource, namespaces] = [await find("Secret"), await find("ConfigMap"), await find("Namespace")];
  const namespace = "argocd";
  await client.create(namespaces, { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } }, { signal });

  return {
    ctx: { signal, log: createLog({ level: "silent" }) },
    client,
    namespace,
    secretResource,
    configMapResource,
    async read(name) {
      const secret = await client.fetchObject(secretResource, { namespace, name }, { signal });
      const data = (secret?.["data"] ?? {}) as Readonly<Record<string, string>>;
      return secret && Object.fromEntries(Object.entries(data).map(([key, value]) => [key, Buffer.from(value, "base64").toString("utf8")]));
    },
    async close() {
      stop.abort();
      await sandbox.close();
    },
  };
}
