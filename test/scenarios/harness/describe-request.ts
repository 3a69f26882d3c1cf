import type { TransportRequest } from "../../../src/kube/index.ts";

/** A request in the words of a scenario. */
export interface RequestWords {
  /** `try` is a dry run of whatever kind. */
  readonly verb: "get" | "list" | "watch" | "create" | "update" | "patch" | "apply" | "delete" | "try";
  readonly resource: string;
  /** `namespace/name`, or the name of what has no namespace; "" for a collection. */
  readonly object: string;
}

export function describeRequest({ method, path, headers }: TransportRequest): RequestWords {
  const url = new URL(path, "https://cluster");
  const [root, ...parts] = url.pathname.split("/").slice(1);
  const rest = parts.slice(root === "api" ? 1 : 2);
  const isNamespaced = rest[0] === "namespaces" && rest.length > 2;
  const [resource = "", name = "", subresource] = isNamespaced ? rest.slice(2) : rest;
  return {
    verb: verbOf(method, { url, name, type: headers["content-type"] ?? "" }),
    resource: subresource === undefined ? resource : `${resource}/${subresource}`,
    object: isNamespaced && name !== "" ? `${rest[1]}/${name}` : name,
  };
}

function verbOf(method: TransportRequest["method"], { url, name, type }: { readonly url: URL; readonly name: string; readonly type: string }): RequestWords["verb"] {
  if (url.searchParams.has("dryRun")) return "try";
  if (method === "GET") return url.searchParams.get("watch") === "true" ? "watch" : name === "" ? "list" : "get";
  if (method === "PATCH") return type.startsWith("application/apply-patch") ? "apply" : "patch";
  return ({ POST: "create", PUT: "update", DELETE: "delete" } as const)[method];
}
