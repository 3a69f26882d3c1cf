import { Type } from "typebox";
import type { ResourceQuery } from "../../api/index.ts";
import { maskSecrets } from "../../diff/index.ts";
import { isSillageError, SillageError } from "../../errors/index.ts";
import { getString, isRecord, type DeleteOptions, type JsonObject, type JsonValue, type KubeObject } from "../../kube/index.ts";
import { withoutManagedFields } from "../../runtime/index.ts";
import { defineOperation, empty, parseJson, type Operation } from "../operation/index.ts";
import type { ApplicationServiceDeps, ApplicationServiceOptions } from "./deps.ts";
import { createApplicationAccess, type Named, type RequestedAction } from "./find-application.ts";
import { fetchResource } from "./find-resource.ts";
import { ofResource } from "./schemas.ts";

const path = "/api/v1/applications/:name/resource";
const manifest = Type.Object({ manifest: Type.String() });

/** The live objects of an application, one by one: looked at, patched, deleted. */
export function createResources(deps: ApplicationServiceDeps, options: ApplicationServiceOptions): readonly Operation[] {
  const access = createApplicationAccess(deps, options);
  return [
    defineOperation({
      name: "ApplicationService/GetResource",
      route: { method: "GET", path },
      request: ofResource({}),
      response: manifest,
      access: access("get"),
      handle: async ({ ctx }, query, application) => describe((await fetchResource(ctx, deps, { application, query })).object),
    }),
    defineOperation({
      name: "ApplicationService/PatchResource",
      route: { method: "POST", path, body: "patch" },
      request: ofResource({ patch: Type.String(), patchType: Type.Optional(Type.String()) }),
      response: manifest,
      access: access(onResource("update")),
      async handle({ ctx }, { patch, patchType = "merge", ...query }, application) {
        const { resource, ref } = await fetchResource(ctx, deps, { application, query });
        const body = parsePatch(patch);
        const type = readPatchType(patchType);
        if (isSecret(query)) refuseReading(body);
        return describe(await deps.kube.patch(resource, ref, body, { type, signal: ctx.signal }).catch((error: unknown) => Promise.reject(withoutSecrets(error, query))));
      },
    }),
    defineOperation({
      name: "ApplicationService/DeleteResource",
      route: { method: "DELETE", path },
      request: ofResource({ force: Type.Optional(Type.Boolean()), orphan: Type.Optional(Type.Boolean()) }),
      response: empty,
      access: access(onResource("delete")),
      async handle({ ctx }, { force = false, orphan = false, ...query }, application) {
        const { resource, ref, object } = await fetchResource(ctx, deps, { application, query });
        const { uid } = object.metadata;
        await deps.kube.delete(resource, ref, { ...deletion({ force, orphan }), ...(uid === undefined ? {} : { preconditions: { uid } }), signal: ctx.signal });
        return {};
      },
    }),
  ];
}

/** What policies call an action on one object of an application. */
function onResource(action: "update" | "delete"): RequestedAction<Named & ResourceQuery> {
  return {
    pattern: `${action}/<group>/<kind>/<namespace>/<name>`,
    of: ({ group = "", kind, namespace = "", resourceName }) => `${action}/${group}/${kind}/${namespace}/${resourceName}`,
  };
}

function describe(object: KubeObject): { readonly manifest: string } {
  return { manifest: JSON.stringify(maskSecrets([withoutManagedFields(object)])[0]) };
}

/** What the API server says of a Secret it refuses may quote its values. */
function withoutSecrets(error: unknown, query: ResourceQuery): unknown {
  if (!isSecret(query) || !isSillageError(error)) return error;
  return new SillageError(error.code, `Cannot patch Secret "${query.namespace ?? ""}/${query.resourceName}": the API server refuses it`);
}

function isSecret({ group = "", kind }: ResourceQuery): boolean {
  return group === "" && kind === "Secret";
}

/** A JSON patch can compare a value, and copy it to where nothing is masked. */
function refuseReading(patch: JsonObject | readonly JsonObject[]): void {
  if (!Array.isArray(patch)) return;
  const reading = patch.map((operation) => getString(operation, "op")).find((op) => op === "copy" || op === "move" || op === "test");
  if (reading !== undefined) throw new SillageError("forbidden", `A patch of a Secret may not "${reading}": that would tell what it holds`);
}

function deletion({ force, orphan }: { readonly force: boolean; readonly orphan: boolean }): Omit<DeleteOptions, "signal"> {
  if (force) return { propagationPolicy: "Background", gracePeriodSeconds: 0 };
  return { propagationPolicy: orphan ? "Orphan" : "Foreground" };
}

/** As Kubernetes' content types, or short. */
function readPatchType(text: string): "json" | "merge" | "strategic" {
  switch (text) {
    case "":
    case "merge":
    case "application/merge-patch+json":
      return "merge";
    case "json":
    case "application/json-patch+json":
      return "json";
    case "strategic":
    case "application/strategic-merge-patch+json":
      return "strategic";
    default:
      throw new SillageError("invalid", `Patch type "${text}" is not one of application/json-patch+json, application/merge-patch+json, application/strategic-merge-patch+json`);
  }
}

function parsePatch(text: string): JsonObject | readonly JsonObject[] {
  try {
    const patch = parseJson(text, "The patch");
    if (isRecord(patch) || isList(patch)) return patch;
  } catch {
    // The same sentence serves.
  }
  throw new SillageError("invalid", "The body must be the patch, as JSON in a JSON text");
}

function isList(value: JsonValue): value is readonly JsonObject[] {
  return Array.isArray(value) && value.every(isRecord);
}
