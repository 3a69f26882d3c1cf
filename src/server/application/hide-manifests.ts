import type { Application, Operation } from "../../api/index.ts";
import { maskSecrets, normalize } from "../../diff/index.ts";
import { isKubeObject } from "../../kube/index.ts";

/** The application as people may see it: the manifests that a local sync brought along may be Secrets. */
export function hideManifests(application: Application): Application {
  const { operation, status } = application;
  const running = status.operationState;
  if (!bringsManifests(operation) && !bringsManifests(running?.operation)) return application;
  return {
    ...application,
    ...(operation === undefined ? {} : { operation: hide(operation) }),
    ...(running === undefined ? {} : { status: { ...status, operationState: { ...running, operation: hide(running.operation) } } }),
  };
}

function bringsManifests(operation: Operation | undefined): boolean {
  return operation?.sync?.manifests !== undefined;
}

function hide(operation: Operation): Operation {
  const { sync } = operation;
  return sync?.manifests === undefined ? operation : { ...operation, sync: { ...sync, manifests: sync.manifests.map(maskText) } };
}

function maskText(text: string): string {
  try {
    const object: unknown = JSON.parse(text);
    if (isKubeObject(object)) return JSON.stringify(maskSecrets([normalize(object)])[0]);
  } catch {
    // What is no object is not shown at all.
  }
  return "";
}
