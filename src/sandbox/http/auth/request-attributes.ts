import type { Target } from "../parse-target.ts";

/** What a request wants to do, as authorization sees it. */
export interface Attributes {
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  readonly subresource: string;
  readonly namespace: string;
  readonly name: string;
  /** Set instead of a resource for paths such as `/version`. */
  readonly path: string | undefined;
}

export function attributesOf(method: string, target: Target, url: URL): Attributes {
  if (target.kind === "path") return { verb: method.toLowerCase(), group: "", resource: "", subresource: "", namespace: "", name: "", path: url.pathname };
  const { group, plural, namespace, name = "", subresource = "" } = target;
  return { verb: verbOf(method, name !== "", url.searchParams), group, resource: plural, subresource, namespace, name, path: undefined };
}

function verbOf(method: string, named: boolean, query: URLSearchParams): string {
  const watch = ["true", "1"].includes(query.get("watch") ?? "");
  switch (method) {
    case "GET":
      return watch ? "watch" : named ? "get" : "list";
    case "POST":
      return "create";
    case "PUT":
      return "update";
    case "PATCH":
      return "patch";
    default:
      return named ? "delete" : "deletecollection";
  }
}
