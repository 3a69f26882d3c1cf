import { isSillageError } from "../errors/index.ts";
import type { ApiCaller } from "./api-caller.ts";
import type { ApiResource, KubeClient, ListOptions, ObjectList } from "./client.ts";
import { completeObject } from "./complete-object.ts";
import { describeTarget } from "./describe-target.ts";
import { getList, getString } from "./fields.ts";
import type { KubeObject } from "./object.ts";
import { readLines, readText } from "./read-lines.ts";
import { resourcePath } from "./resource-path.ts";

const metadataList = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json";
const defaultPageSize = 500;

/** The calls that read and end. */
export function createReads(api: ApiCaller): Pick<KubeClient, "fetchObject" | "fetchList" | "fetchText" | "fetchLines"> {
  return {
    async fetchObject(resource, ref, { signal }) {
      try {
        return await api.fetchObject({ method: "GET", path: resourcePath(resource, ref), action: `get ${describeTarget(resource, ref)}`, signal });
      } catch (error) {
        if (isSillageError(error, "notFound")) return undefined;
        throw error;
      }
    },
    async fetchList(resource, list) {
      try {
        return await fetchPages(api, { resource, list });
      } catch (error) {
        // The continue token outlived the server's history while we were paging: the list starts again, once.
        if (isSillageError(error) && error.reason === "Expired") return fetchPages(api, { resource, list });
        throw error;
      }
    },
    async fetchText(path, { signal }) {
      const response = await api.open({ method: "GET", path, action: `get "${path}"`, accept: "*/*", signal });
      return readText(response.body);
    },
    async *fetchLines(path, { signal }) {
      const response = await api.open({ method: "GET", path, action: `get "${path.split("?", 1)[0]}"`, accept: "*/*", streaming: true, signal });
      yield* readLines(response.body);
    },
  };
}

async function fetchPages(api: ApiCaller, target: { readonly resource: ApiResource; readonly list: ListOptions }): Promise<ObjectList> {
  const { resource, list } = target;
  const { limit = defaultPageSize, labelSelector, fieldSelector, transform = asItIs, signal } = list;
  const action = `list ${describeTarget(resource, list)}`;
  const items: KubeObject[] = [];
  let token: string | undefined;
  for (;;) {
    const path = resourcePath(resource, { namespace: list.namespace }, { limit, continue: token, labelSelector, fieldSelector });
    const page = await api.fetchJson({ method: "GET", path, action, ...(list.metadataOnly === true ? { accept: metadataList } : {}), signal });
    for (const item of getList(page, "items")) items.push(transform(completeObject(resource, item)));
    token = getString(page, "metadata", "continue");
    if (token === undefined || token === "") return { resourceVersion: getString(page, "metadata", "resourceVersion") ?? "", items };
  }
}

function asItIs(object: KubeObject): KubeObject {
  return object;
}
