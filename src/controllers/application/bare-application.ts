import { type Application, parseApplicationStatus, projectNameOf } from "../../api/index.ts";
import type { KubeObject } from "../../kube/index.ts";

/** An Application whose spec need not be readable: what it is called, its project, and what is known of it. */
export function bareApplication(object: KubeObject): Application {
  const { apiVersion, metadata, status } = object;
  return { apiVersion, kind: "Application", metadata, spec: { project: projectNameOf(object), destination: {} }, status: parseApplicationStatus(status) };
}
