import type { Application } from "../../api/index.ts";
import type { Clock } from "../../async/index.ts";
import type { KubeClient, KubeObject } from "../../kube/index.ts";

/** What the service needs of the rest of the product. */
export interface ClusterServiceDeps {
  /** The cluster we run against. */
  readonly kube: KubeClient;
  readonly settings: {
    listSecrets(type: "cluster"): readonly KubeObject[];
    get(): { readonly isInClusterEnabled: boolean };
  };
  readonly applications: { list(): readonly Application[] };
  readonly clock: Clock;
}
