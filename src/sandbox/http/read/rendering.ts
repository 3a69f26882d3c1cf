import type { KubeObject } from "../../../kube/index.ts";
import { type Resource, apiVersionOf } from "../catalog/resource.ts";
import { type Column, describeColumn } from "../table/column.ts";
import { columnsOf } from "../table/columns.ts";

/** What is rendered: a stored object, or the result of a dry run. */
export interface Renderable {
  readonly object: KubeObject;
  readonly body: string;
}

export interface ListMeta {
  readonly resourceVersion: string;
  readonly continue?: string;
  readonly remainingItemCount?: number;
}

/** Writes objects in one shape as JSON text. */
export interface Rendering {
  object(item: Renderable): string;
  list(items: readonly Renderable[], meta: ListMeta): string;
  /** The object of a BOOKMARK event. */
  bookmark(meta: Readonly<Record<string, unknown>>): string;
}

export interface RenderingOptions {
  readonly shape: "object" | "table" | "partial";
  /** What table rows carry. */
  readonly includeObject: string;
  /** Milliseconds since the epoch, for ages. */
  readonly now: () => number;
}

export function createRendering(resource: Resource, options: RenderingOptions): Rendering {
  if (options.shape === "table") return createTableRendering(resource, options);
  return options.shape === "partial" ? partialRendering : objectRendering(resource);
}

/** The whole object. Items of built-in lists carry no kind and apiVersion, as on a real server; custom resources do. */
function objectRendering(resource: Resource): Rendering {
  const apiVersion = apiVersionOf(resource);
  const head = `{"kind":${JSON.stringify(resource.kind)},"apiVersion":${JSON.stringify(apiVersion)},`;
  function object(item: Renderable): string {
    return head + item.body.slice(1);
  }
  return {
    object,
    list: (items, meta) =>
      `{"kind":"${resource.kind}List","apiVersion":"${apiVersion}","metadata":${JSON.stringify(meta)},"items":[${items.map(resource.custom === undefined ? (item) => item.body : object).join(",")}]}\n`,
    bookmark: (metadata) => JSON.stringify({ kind: resource.kind, apiVersion, metadata }),
  };
}

const partialRendering: Rendering = createPartialRendering();

function createPartialRendering(): Rendering {
  function object(item: Renderable): string {
    return JSON.stringify(toPartial(item.object));
  }
  return {
    object,
    list: (items, metadata) =>
      `{"kind":"PartialObjectMetadataList","apiVersion":"meta.k8s.io/v1","metadata":${JSON.stringify(metadata)},"items":[${items.map(object).join(",")}]}\n`,
    bookmark: (metadata) => JSON.stringify({ kind: "PartialObjectMetadata", apiVersion: "meta.k8s.io/v1", metadata }),
  };
}

/** Tables name their columns once: the later events of a watch leave them out. */
function createTableRendering(resource: Resource, options: RenderingOptions): Rendering {
  const columns = columnsOf(resource);
  let described = false;
  function table(items: readonly Renderable[], metadata: unknown): string {
    const rows = items.map((item) => renderRow(item.object, { resource, columns, options }));
    const columnDefinitions = described ? null : columns.map(describeColumn);
    described = true;
    return JSON.stringify({ kind: "Table", apiVersion: "meta.k8s.io/v1", metadata, columnDefinitions, rows });
  }
  return {
    object: (item) => table([item], { resourceVersion: item.object.metadata.resourceVersion }),
    list: (items, meta) => `${table(items, meta)}\n`,
    bookmark: (metadata) =>
      JSON.stringify({
        kind: "Table",
        apiVersion: "meta.k8s.io/v1",
        metadata: { resourceVersion: metadata["resourceVersion"] },
        columnDefinitions: null,
        rows: [{ cells: columns.map(() => null), object: { kind: resource.kind, apiVersion: apiVersionOf(resource), metadata } }],
      }),
  };
}

function renderRow(object: KubeObject, table: { readonly resource: Resource; readonly columns: readonly Column[]; readonly options: RenderingOptions }): unknown {
  const now = table.options.now();
  const cells = table.columns.map((column) => column.cell(object, now) ?? null);
  if (table.options.includeObject === "None") return { cells, object: null };
  if (table.options.includeObject === "Object") return { cells, object: { ...object, apiVersion: apiVersionOf(table.resource) } };
  return { cells, object: toPartial(object) };
}

function toPartial(object: KubeObject): Readonly<Record<string, unknown>> {
  return { kind: "PartialObjectMetadata", apiVersion: "meta.k8s.io/v1", metadata: object.metadata };
}
