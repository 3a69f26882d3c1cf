import type { KustomizeOptions } from "../api/index.ts";
import { SillageError } from "../errors/index.ts";
import { getList, getRecord, getString, isRecord } from "../kube/index.ts";

type Fields = Readonly<Record<string, unknown>>;

/** A kustomization with the options of a source written into it, as Argo CD does with `kustomize edit`. */
export function applyKustomizeOptions(kustomization: Fields, options: KustomizeOptions): Fields {
  return {
    ...kustomization,
    ...setText("namePrefix", options.namePrefix),
    ...setText("nameSuffix", options.nameSuffix),
    ...setText("namespace", options.namespace),
    ...setByName(kustomization, "images", (options.images ?? []).map(parseImage)),
    ...setByName(
      kustomization,
      "replicas",
      (options.replicas ?? []).map(({ name, count }) => ({ name, count: Number(count) })),
    ),
    ...setLabels(kustomization, options),
    ...addPairs(kustomization, { field: "commonAnnotations", pairs: options.commonAnnotations, isForced: options.forceCommonAnnotations }),
    ...append(kustomization, "patches", options.patches),
    ...append(kustomization, "components", options.components),
  };
}

function setText(field: string, value: string | undefined): Fields {
  return value === undefined || value === "" ? {} : { [field]: value };
}

function append(kustomization: Fields, field: string, items: readonly unknown[] | undefined): Fields {
  return items === undefined || items.length === 0 ? {} : { [field]: [...getList(kustomization, field), ...items] };
}

/** Entries replace those of the same name; `*` keeps what such an entry had. */
function setByName(kustomization: Fields, field: string, entries: readonly Fields[]): Fields {
  if (entries.length === 0) return {};
  const byName = new Map(getList(kustomization, field).map((entry) => [getString(entry, "name"), entry]));
  for (const entry of entries) {
    const before = byName.get(getString(entry, "name"));
    const kept = Object.entries(entry).flatMap(([key, value]) =>
      value === "*" ? Object.entries(getRecord(before) ?? {}).filter(([name]) => name === key) : [[key, value] as const],
    );
    byName.set(getString(entry, "name"), Object.fromEntries(kept));
  }
  return { [field]: [...byName.values()] };
}

/** `[old=]new[:tag][@digest]` */
function parseImage(text: string): Fields {
  const equals = text.indexOf("=");
  const reference = text.slice(equals + 1);
  const [, image = reference, tag, digest] = /^(.*?)(?::([^/:@]+))?(?:@(.+))?$/s.exec(reference) ?? [];
  const name = equals < 0 ? image : text.slice(0, equals);
  return { name, ...(equals < 0 ? {} : { newName: image }), ...(tag === undefined ? {} : { newTag: tag }), ...(digest === undefined ? {} : { digest }) };
}

function setLabels(kustomization: Fields, options: KustomizeOptions): Fields {
  const { commonLabels: pairs, forceCommonLabels: isForced } = options;
  if (options.labelWithoutSelector !== true) return addPairs(kustomization, { field: "commonLabels", pairs, isForced });
  if (pairs === undefined || Object.keys(pairs).length === 0) return {};
  return append(kustomization, "labels", [{ pairs, ...(options.labelIncludeTemplates === true ? { includeTemplates: true } : {}) }]);
}

interface Pairs {
  readonly field: string;
  readonly pairs: Readonly<Record<string, string>> | undefined;
  readonly isForced: boolean | undefined;
}

function addPairs(kustomization: Fields, { field, pairs = {}, isForced }: Pairs): Fields {
  if (Object.keys(pairs).length === 0) return {};
  const before = kustomization[field];
  const known = isRecord(before) ? before : {};
  const twice = Object.keys(pairs).find((key) => key in known);
  if (twice !== undefined && isForced !== true) {
    throw new SillageError("invalid", `Cannot set ${field}["${twice}"]: the kustomization has it already, and it is not forced`, { terminal: true });
  }
  return { [field]: { ...known, ...pairs } };
}
