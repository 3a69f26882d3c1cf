/** The objects the items work on, as small as they can be. */

export function configMap(name: string, data: Readonly<Record<string, string>>): object {
  return { apiVersion: "v1", kind: "ConfigMap", metadata: { name }, data };
}

export interface DeploymentOptions {
  readonly replicas?: number;
  readonly containers?: readonly object[];
  readonly spec?: Readonly<Record<string, unknown>>;
}

/** Without replicas given, the manifest does not mention them. */
export function deployment(name: string, { replicas, containers = [{ name: "web", image: "registry.example/web:1" }], spec = {} }: DeploymentOptions = {}): object {
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name },
    spec: {
      ...(replicas === undefined ? {} : { replicas }),
      selector: { matchLabels: { app: name } },
      template: { metadata: { labels: { app: name } }, spec: { containers } },
      ...spec,
    },
  };
}

/** A pod that stays Pending: no scheduler answers to that name. */
export function unscheduledPod(name: string, labels: Readonly<Record<string, string>> = {}): object {
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, labels },
    spec: { schedulerName: "nobody", containers: [{ name: "web", image: "registry.example/web:1" }] },
  };
}
