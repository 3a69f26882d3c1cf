import { isDeepStrictEqual } from "node:util";
import { Type } from "typebox";
import { parseWireApplication, sourcesOf, type Application, type ApplicationSpec } from "../../api/index.ts";
import { SillageError } from "../../errors/index.ts";
import { applyJsonPatch, applyMergePatch } from "../../kube/patch/index.ts";
import { defineOperation, parseJson, type Call, type Operation } from "../operation/index.ts";
import { checkApplication, readWanted, requireMove } from "./admit-application.ts";
import { replaceWritten } from "./create-or-update.ts";
import type { ApplicationServiceDeps, ApplicationServiceOptions } from "./deps.ts";
import { createApplicationAccess, doesNotExist, refOf } from "./find-application.ts";
import { hideManifests } from "./hide-manifests.ts";
import { application, named, patchRequest } from "./schemas.ts";
import { createApplicationStore, retryOnConflict } from "./store.ts";
import { toJson } from "./to-json.ts";

const one = "/api/v1/applications/:name";
const validate = Type.Optional(Type.Boolean());

/** Applications changed. What comes of a change is checked as a new application is. */
export function createUpdates(deps: ApplicationServiceDeps, options: ApplicationServiceOptions): readonly Operation[] {
  const access = createApplicationAccess(deps, options);
  const update = createUpdate(deps, options);
  return [
    defineOperation({
      name: "ApplicationService/Update",
      route: { method: "PUT", path: one, body: "application" },
      request: named({ application: Type.Unknown(), validate }),
      response: application,
      access: access("update"),
      handle(call, request, found) {
        const wanted = readWanted(request.application, deps, options);
        requireSamePlace(wanted, found);
        return update(call, found, { validate: request.validate ?? true, decide: () => wanted });
      },
    }),
    defineOperation({
      name: "ApplicationService/UpdateSpec",
      route: { method: "PUT", path: `${one}/spec`, body: "spec" },
      request: named({ spec: Type.Object({}, { additionalProperties: true }), validate }),
      response: Type.Unsafe<ApplicationSpec>(Type.Object({}, { additionalProperties: true })),
      access: access("update"),
      async handle(call, request, found) {
        const { spec } = await update(call, found, { validate: request.validate ?? true, decide: (current) => parseWireApplication({ ...current, spec: request.spec }) });
        return spec;
      },
    }),
    defineOperation({
      name: "ApplicationService/Patch",
      route: { method: "PATCH", path: one, body: "*" },
      request: patchRequest,
      response: application,
      access: access("update"),
      handle: (call, request, found) => update(call, found, { validate: true, decide: (current) => parseWireApplication(applyPatch(toJson(hideManifests(current)), request)) }),
    }),
  ];
}

interface Change {
  readonly validate: boolean;
  /** What a person writes of the application is taken from the result. */
  decide(current: Application): Application;
}

function createUpdate(deps: ApplicationServiceDeps, options: ApplicationServiceOptions): (call: Call, found: Application, change: Change) => Promise<Application> {
  const store = createApplicationStore(deps);
  return (call, found, change) =>
    retryOnConflict(async () => {
      const current = await store.fetch(call.ctx, refOf(found));
      if (current === undefined) throw doesNotExist(refOf(found));
      const wanted = replaceWritten(current, change.decide(current), { merge: false });
      requireMove(call, { current, wanted }, options);
      await checkApplication(call, deps, { wanted, validate: change.validate && !hasSameSources(current, wanted) });
      return store.update(call.ctx, { ...wanted });
    });
}

/** A change that has nothing to do with the sources must not fail because of them. */
function hasSameSources(current: Application, wanted: Application): boolean {
  const [before, after] = [current, wanted].map(({ spec }) => [sourcesOf(spec), spec.destination]);
  return isDeepStrictEqual(before, after);
}

function requireSamePlace(wanted: Application, found: Application): void {
  const [given, named] = [refOf(wanted), refOf(found)];
  if (given.name === named.name && given.namespace === named.namespace) return;
  throw new SillageError("invalid", `The path names application "${named.namespace}/${named.name}", the body "${given.namespace}/${given.name}"`);
}

/** `{patch: "<json>", patchType: "merge"}`, as Argo CD's clients send it; a JSON patch when no type is said. */
function applyPatch(current: unknown, { patch, patchType = "" }: { readonly patch: string; readonly patchType?: string }): unknown {
  const body = parseBody(patch);
  switch (patchType) {
    case "merge":
      return applyMergePatch(current, body);
    case "json":
    case "":
      return applyJsonPatch(current, body);
    default:
      throw new SillageError("invalid", `Patch type "${patchType}" is not one of json, merge`);
  }
}

function parseBody(text: string): unknown {
  try {
    return parseJson(text, "The patch");
  } catch (cause) {
    throw new SillageError("invalid", 'The field "patch" must be JSON as text', { cause });
  }
}
