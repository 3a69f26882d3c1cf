import { apiVersion, defaultProject, finalizers, inClusterServer } from "../../../api/index.ts";
import { getField, getList, getRecord, getString, isRecord } from "../../../kube/index.ts";
import { misusedFlags } from "../../exit-code.ts";
import { applyFields, hasFields, type Field, type Flags } from "./field.ts";
import { splitPair } from "./merge.ts";
import { replaceSource } from "./source-choice.ts";
import { setAt, type Block } from "./set-at.ts";

export interface SpecFields {
  readonly spec: readonly Field[];
  readonly source: readonly Field[];
}

/** An Application to be created: what a file says, or nothing yet, with the flags on top. */
export interface ManifestRequest {
  readonly base?: Block;
  readonly name: string | undefined;
  readonly fields: SpecFields;
  readonly flags: Flags;
}

/** The Application to create. Throws a misuse when something needed is missing. */
export function buildManifest({ base = {}, name: given, fields, flags }: ManifestRequest): Block {
  const name = given ?? getString(flags, "name") ?? getString(base, "metadata", "name");
  if (name === undefined) throw misusedFlags("An application needs a name: `sillage app create NAME --repo URL --path FOLDER`, or `-f FILE`");
  const spec = requireSource(name, applySpec(getRecord(base, "spec") ?? { project: defaultProject }, fields, flags));
  return { ...base, apiVersion, kind: "Application", metadata: buildMetadata(getRecord(base, "metadata") ?? {}, name, flags), spec: withCluster(spec) };
}

function applySpec(spec: Block, fields: SpecFields, flags: Flags): Block {
  const changed = applyFields(spec, fields.spec, flags);
  if (!hasFields(fields.source, flags)) return changed;
  const sources = getList(changed, "sources");
  if (sources.length > 1) throw misusedFlags("Flags of a source do not go with a file of several sources");
  const source = getRecord(sources.length === 1 ? sources[0] : getField(changed, "source")) ?? {};
  return replaceSource(changed, 0, applyFields(source, fields.source, flags));
}

function requireSource(name: string, spec: Block): Block {
  if (getList(spec, "sources").length > 0) return spec;
  const { repoURL, path, chart } = getRecord(spec, "source") ?? {};
  if (repoURL === undefined || (path === undefined && chart === undefined)) throw misusedFlags(`Application "${name}" needs --repo and --path, or --helm-chart`);
  return spec;
}

/** Where no cluster is named, it is the one Sillage runs in. */
function withCluster(spec: Block): Block {
  const destination = getRecord(spec, "destination") ?? {};
  return "server" in destination || "name" in destination ? spec : setAt(spec, ["destination", "server"], inClusterServer);
}

function buildMetadata(base: Block, name: string, flags: Flags): Block {
  const namespace = getString(flags, "appNamespace");
  const [labels, annotations] = [pairsOf(flags["label"], "--label"), pairsOf(flags["annotations"], "--annotations")];
  return {
    ...base,
    name,
    ...(namespace === undefined ? {} : { namespace }),
    ...(labels === undefined ? {} : { labels: { ...getRecord(base, "labels"), ...labels } }),
    ...(annotations === undefined ? {} : { annotations: { ...getRecord(base, "annotations"), ...annotations } }),
    ...(flags["setFinalizer"] === true ? { finalizers: [...new Set([...getList(base, "finalizers"), finalizers.foregroundDefault])] } : {}),
  };
}

function pairsOf(given: unknown, flag: string): Readonly<Record<string, string>> | undefined {
  return Array.isArray(given) ? Object.fromEntries(given.map((pair: unknown) => splitPair(String(pair), flag))) : undefined;
}

/** A document of a file as an Application in the making; `undefined` when it is something else. */
export function readManifest(value: unknown): Block | undefined {
  return isRecord(value) && value["kind"] === "Application" ? value : undefined;
}
