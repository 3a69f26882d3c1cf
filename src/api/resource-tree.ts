import type { HealthStatus } from "./application-status.ts";

/** One object, as references of Argo CD's API name it. `group` and `namespace` are left out when empty. */
export interface ResourceRef {
  readonly group?: string;
  readonly version?: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
  readonly uid?: string;
}

/** How traffic flows through an object. */
export interface NetworkingInfo {
  /** Of the pods that a Service selects. */
  readonly targetLabels?: Readonly<Record<string, string>>;
  readonly targetRefs?: readonly ResourceRef[];
  readonly labels?: Readonly<Record<string, string>>;
  readonly ingress?: readonly unknown[];
  readonly externalURLs?: readonly string[];
}

/** One object of an application, or of what its objects made. */
export interface ResourceNode extends ResourceRef {
  readonly parentRefs?: readonly ResourceRef[];
  readonly info?: readonly { readonly name: string; readonly value: string }[];
  readonly networkingInfo?: NetworkingInfo;
  readonly resourceVersion?: string;
  readonly images?: readonly string[];
  readonly health?: HealthStatus;
  readonly createdAt?: string;
}

/** Answer of `GET /api/v1/applications/{name}/resource-tree`. */
export interface ResourceTree {
  readonly nodes: readonly ResourceNode[];
  /** In the namespace of the application and nobody's, when its project watches for such. */
  readonly orphanedNodes: readonly ResourceNode[];
}
