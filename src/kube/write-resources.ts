import { SillageError, isSillageError } from "../errors/index.ts";
import type { ApiCaller } from "./api-caller.ts";
import type { KubeClient, PatchType, WriteOptions } from "./client.ts";
import { describeTarget, describeWritten } from "./describe-target.ts";
import type { KubeObject } from "./object.ts";
import { resourcePath, type PathTarget, type Query } from "./resource-path.ts";

const contentTypes: Readonly<Record<PatchType | "apply", string>> = {
  json: "application/json-patch+json",
  merge: "application/merge-patch+json",
  strategic: "application/strategic-merge-patch+json",
  apply: "application/apply-patch+yaml",
};

/** The calls that change something. `fieldManager` is the manager of writes that name none. */
export function createWrites(api: ApiCaller, fieldManager: string): Pick<KubeClient, "create" | "update" | "patch" | "apply" | "delete"> {
  function writeQuery(write: WriteOptions): Query {
    return { fieldManager: write.fieldManager ?? fieldManager, fieldValidation: write.fieldValidation, dryRun: write.dryRun === true ? "All" : undefined };
  }

  return {
    create(resource, object, write) {
      const { namespace } = object.metadata;
      const target = write.subresource === undefined ? { namespace } : targetOf(object, write);
      const path = resourcePath(resource, target, writeQuery(write));
      return api.fetchObject({ method: "POST", path, action: `create ${describeWritten(resource, object)}`, body: object, signal: write.signal });
    },
    update(resource, object, write) {
      const path = resourcePath(resource, targetOf(object, write), writeQuery(write));
      return api.fetchObject({ method: "PUT", path, action: `update ${describeWritten(resource, object)}`, body: object, signal: write.signal });
    },
    patch(resource, ref, body, patch) {
      const path = resourcePath(resource, { ...ref, subresource: patch.subresource }, writeQuery(patch));
      return api.fetchObject({ method: "PATCH", path, action: `patch ${describeTarget(resource, ref)}`, contentType: contentTypes[patch.type], body, signal: patch.signal });
    },
    apply(resource, object, apply) {
      const path = resourcePath(resource, targetOf(object, apply), { ...writeQuery(apply), force: apply.force });
      const action = `apply ${describeWritten(resource, object)}`;
      return api.fetchObject({ method: "PATCH", path, action, contentType: contentTypes.apply, body: object, idempotent: true, signal: apply.signal });
    },
    async delete(resource, ref, { signal, dryRun, ...fields }) {
      if (ref.name === "") throw new SillageError("invalid", `Cannot delete a ${resource.kind} without a name: that would be all of them`);
      const body = { apiVersion: "v1", kind: "DeleteOptions", ...fields, ...(dryRun === true ? { dryRun: ["All"] } : {}) };
      try {
        await api.fetchJson({ method: "DELETE", path: resourcePath(resource, ref), action: `delete ${describeTarget(resource, ref)}`, body, signal });
        return true;
      } catch (error) {
        if (isSillageError(error, "notFound")) return false;
        throw error;
      }
    },
  };
}

function targetOf(object: KubeObject, write: WriteOptions): PathTarget {
  const { namespace, name } = object.metadata;
  if (name === undefined || name === "") throw new SillageError("invalid", `${object.kind} has no name`);
  return { namespace, name, subresource: write.subresource };
}
