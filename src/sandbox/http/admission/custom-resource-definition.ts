import { type KubeObject, getField, getList, getRecord, getString } from "../../../kube/index.ts";
import { type Call, timestamp } from "../call.ts";
import { StatusError } from "../status-error.ts";

/** Accepts the names of a definition unless another resource has them, and says so in its status: it is served from this write on. */
export function describeDefinition(call: Call, definition: KubeObject): KubeObject {
  const spec = getRecord(definition, "spec") ?? {};
  const names = getRecord(spec, "names") ?? {};
  const kind = getString(names, "kind") ?? "";
  const accepted = { singular: kind.toLowerCase(), listKind: `${kind}List`, ...names };
  const taken = findConflict(call, { group: getString(spec, "group") ?? "", kind, plural: getString(names, "plural") ?? "" });
  const storage = getList(spec, "versions").find((version) => getField(version, "storage") === true);
  const before = getList(definition, "status", "conditions");
  const conditions = [
    condition(call, before, {
      type: "NamesAccepted",
      ok: !taken,
      reason: taken ? "NameConflict" : "NoConflicts",
      message: taken ? `"${kind}" is already in use` : "no conflicts found",
    }),
    condition(call, before, {
      type: "Established",
      ok: !taken,
      reason: taken ? "NotAccepted" : "InitialNamesAccepted",
      message: taken ? "not all names are accepted" : "the initial names have been accepted",
    }),
    ...before.filter((one) => !["NamesAccepted", "Established"].includes(getString(one, "type") ?? "")),
  ];
  const stored = new Set([...getList(definition, "status", "storedVersions").map(String), getString(storage, "name") ?? ""]);
  return { ...definition, spec: { ...spec, names: accepted }, status: { conditions, acceptedNames: accepted, storedVersions: [...stored] } };
}

/** 405 for a new object of a kind that is going away. */
export function requireLivingDefinition(call: Call): void {
  if (call.resource.custom?.accepting !== false) return;
  throw new StatusError({
    code: 405,
    reason: "MethodNotAllowed",
    message: `create not allowed while custom resource definition is terminating`,
    details: { group: call.resource.group, kind: call.resource.plural },
  });
}

function findConflict(call: Call, wanted: { readonly group: string; readonly kind: string; readonly plural: string }): boolean {
  return call.cluster.catalog.resources.some(
    (resource) =>
      resource.group === wanted.group &&
      resource.custom?.definitionName !== `${wanted.plural}.${wanted.group}` &&
      (resource.kind === wanted.kind || resource.plural === wanted.plural),
  );
}

function condition(
  call: Call,
  before: readonly unknown[],
  wanted: { readonly type: string; readonly ok: boolean; readonly reason: string; readonly message: string },
): Readonly<Record<string, unknown>> {
  const status = wanted.ok ? "True" : "False";
  const known = before.find((one) => getString(one, "type") === wanted.type);
  const lastTransitionTime = getString(known, "status") === status ? getString(known, "lastTransitionTime") : timestamp(call.cluster.clock);
  return { type: wanted.type, status, lastTransitionTime, reason: wanted.reason, message: wanted.message };
}
