import { parseWireApplication, type Application, type ApplicationSpec } from "../../../api/index.ts";
import { getField, getRecord } from "../../../kube/index.ts";
import { misusedFlags } from "../../exit-code.ts";
import type { SpecFields } from "./build-manifest.ts";
import { applyFields, hasFields, type Field, type Flags } from "./field.ts";
import type { Block } from "./set-at.ts";
import { chooseSource, replaceSource, type SourceChoice } from "./source-choice.ts";

/** The spec as the flags of `app set` want it. Throws a misuse when they want nothing, or what this application cannot have. */
export function changeSpec(application: Application, fields: SpecFields, flags: Flags & SourceChoice): ApplicationSpec {
  if (!hasFields(fields.spec, flags) && !hasFields(fields.source, flags)) throw misusedFlags("Give at least one flag that changes something");
  if (flags["parameter"] !== undefined) requireHelm(application, flags);
  const spec = applyFields(blockOf(application.spec), fields.spec, flags);
  return parseSpec(application, hasFields(fields.source, flags) ? changeSource({ ...application, spec: parseSpec(application, spec) }, fields.source, flags) : spec);
}

/** The spec with one of its sources as the flags want it. */
export function changeSource(application: Application, fields: readonly Field[], flags: Flags & SourceChoice): Block {
  const index = chooseSource(application, flags);
  const spec = blockOf(application.spec);
  const source = getRecord(spec, "sources", index) ?? getRecord(spec, "source") ?? {};
  return replaceSource(spec, index, applyFields(source, fields, flags));
}

/** A block as a spec. Throws `invalid` naming the field that does not fit. */
export function parseSpec({ apiVersion, kind, metadata }: Application, spec: Block): ApplicationSpec {
  return parseWireApplication({ apiVersion, kind, metadata, spec }).spec;
}

/** The spec as plain YAML has it. */
function blockOf(spec: ApplicationSpec): Block {
  return { ...spec };
}

function requireHelm({ spec, status, ...rest }: Application, flags: SourceChoice): void {
  const index = chooseSource({ ...rest, spec }, flags);
  const source = getField(spec, "sources", index) ?? spec.source;
  const type = status.sourceTypes?.[index] ?? status.sourceType;
  const isOther = ["kustomize", "directory", "plugin"].some((tool) => getField(source, tool) !== undefined);
  if (isOther || (getField(source, "helm") === undefined && type !== undefined && type !== "Helm")) throw misusedFlags("Parameters can only be set against Helm applications");
}
