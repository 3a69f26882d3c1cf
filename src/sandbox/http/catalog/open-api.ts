import { buildOpenApiDocument, buildOpenApiRoot, hashOpenApi } from "../../schema/index.ts";
import { type ApiRequest, type ApiResponse, jsonResponse } from "../api-request.ts";
import { pathNotFound } from "../status-error.ts";
import { type Catalog, etagOf, groupVersionsOf } from "./catalog.ts";

export type ServeOpenApi = (request: Pick<ApiRequest, "headers">, segments: readonly string[]) => ApiResponse;

interface Document {
  readonly etag: string;
  readonly text: string;
}

/** Answers /openapi/v3 and the document of each group-version below it, built when first asked for and kept until the catalog changes. */
export function createOpenApi(catalog: Catalog): ServeOpenApi {
  const documents = new Map<string, Document>();
  let generation = catalog.generation;
  return (request, segments) => {
    if (segments[1] !== "v3") throw pathNotFound();
    if (generation !== catalog.generation) documents.clear();
    generation = catalog.generation;
    const name = segments.slice(2).join("/");
    let document = documents.get(name);
    if (document === undefined) documents.set(name, (document = name === "" ? buildRoot(catalog) : buildDocument(catalog, name)));
    const headers = { etag: document.etag, vary: "Accept" };
    if (request.headers["if-none-match"] === document.etag) return { status: 304, headers, body: "" };
    const response = jsonResponse(document.text);
    return { ...response, headers: { ...response.headers, ...headers } };
  };
}

function buildRoot(catalog: Catalog): Document {
  const text = JSON.stringify(buildOpenApiRoot(catalog.resources));
  return { etag: etagOf(text), text };
}

function buildDocument(catalog: Catalog, name: string): Document {
  const resources = groupVersionsOf(catalog.resources).get(name.replace(/^apis?\//, ""));
  if (resources === undefined) throw pathNotFound();
  return { etag: `"${hashOpenApi(resources)}"`, text: JSON.stringify(buildOpenApiDocument(resources)) };
}
