import type { Application, Operation } from "../../api/index.ts";
import { SillageError } from "../../errors/index.ts";
import { isKubeObject, type KubeObject } from "../../kube/index.ts";
import type { Context } from "../../log/index.ts";
import type { ApplicationDeps } from "./deps.ts";
import { loadManifests, prepareManifests } from "./load-manifests.ts";
import type { AppMemory, Loaded } from "./memory.ts";
import type { Target } from "./target.ts";

export interface OperationLoad {
  readonly app: Application;
  readonly memory: AppMemory;
  readonly target: Target;
  readonly operation: Operation;
}

/** What an operation syncs: the manifests it brings along, the working copy of a person, or those of its target. Throws `invalid` for texts that are no objects. */
export async function loadOperation(ctx: Context, deps: ApplicationDeps, { app, memory, target, operation }: OperationLoad): Promise<Loaded> {
  const texts = operation.sync?.manifests ?? [];
  if (texts.length === 0) return loadManifests(ctx, deps, { app, memory, target, isFresh: false });
  const manifests = texts.map((text, index) => ({ object: parseManifest(text, index), origin: { file: `manifest ${index + 1} of the operation`, line: 1 } }));
  return { target, rendered: [], desired: await prepareManifests(ctx, deps, { app, manifests }) };
}

/** The text may hold secrets, so a message must not quote it. */
function parseManifest(text: string, index: number): KubeObject {
  try {
    const object: unknown = JSON.parse(text);
    if (isKubeObject(object)) return object;
  } catch {
    // The same sentence serves.
  }
  throw new SillageError("invalid", `Manifest ${index + 1} of the operation is no Kubernetes object as JSON text`);
}
