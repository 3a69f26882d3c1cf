import { readFileSync } from "node:fs";
import { load } from "js-yaml";
import { getField, getList, getString } from "../../src/kube/index.ts";

/** How to reach the API server of a kubeconfig's current context. Inline data only, which is what sandbox and control plane write. */
export interface ApiAccess {
  readonly url: string;
  readonly ca?: Buffer;
  readonly token?: string;
  readonly certificate?: Buffer;
  readonly key?: Buffer;
}

export function readApiAccess(file: string): ApiAccess {
  const config = load(readFileSync(file, "utf8"));
  const context = find(config, "contexts", getString(config, "current-context"));
  const cluster = find(config, "clusters", getString(context, "context", "cluster"));
  const user = find(config, "users", getString(context, "context", "user"));
  const token = getString(user, "user", "token");
  return {
    url: getString(cluster, "cluster", "server") ?? "",
    ...decode("ca", getString(cluster, "cluster", "certificate-authority-data")),
    ...decode("certificate", getString(user, "user", "client-certificate-data")),
    ...decode("key", getString(user, "user", "client-key-data")),
    ...(token === undefined ? {} : { token }),
  };
}

function find(config: unknown, list: string, name: string | undefined): unknown {
  return getList(config, list).find((entry) => getField(entry, "name") === name);
}

function decode<Name extends string>(name: Name, value: string | undefined): { readonly [key in Name]?: Buffer } {
  return value === undefined ? {} : ({ [name]: Buffer.from(value, "base64") } as { readonly [key in Name]?: Buffer });
}
