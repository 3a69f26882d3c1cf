import { badRequest } from "./status-error.ts";

/** What a path is about: a resource of an API group-version, or anything else the server has (`/version`, discovery, …). */
export type Target =
  | { readonly kind: "path"; readonly segments: readonly string[] }
  | {
      readonly kind: "resource";
      readonly group: string;
      readonly version: string;
      readonly plural: string;
      /** "" when the path names none. */
      readonly namespace: string;
      readonly name?: string;
      readonly subresource?: string;
    };

/** Splits the path of a request by the conventions of the Kubernetes API. */
export function parseTarget(pathname: string): Target {
  const segments = pathname
    .split("/")
    .filter((segment) => segment !== "")
    .map(decodeSegment);
  if (segments[0] === "api" && segments.length > 2) return parseResource("", segments.slice(1));
  if (segments[0] === "apis" && segments.length > 3) return parseResource(segments[1] ?? "", segments.slice(2));
  return { kind: "path", segments };
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw badRequest(`the path segment "${segment}" is not URL-encoded`);
  }
}

/** Namespaces are objects too: `namespaces/a/status` is about namespace a, `namespaces/a/pods` about its pods. */
function parseResource(group: string, segments: readonly string[]): Target {
  const [version = "", first = "", second, third, ...more] = segments;
  const ofNamespace = first === "namespaces" && second !== undefined && third !== undefined && !(group === "" && ["status", "finalize"].includes(third));
  if (!ofNamespace) return describe({ group, version, namespace: first === "namespaces" && group === "" ? (second ?? "") : "" }, [first, second, third, ...more]);
  return describe({ group, version, namespace: second }, [third, ...more]);
}

function describe(where: { readonly group: string; readonly version: string; readonly namespace: string }, parts: readonly (string | undefined)[]): Target {
  const [plural = "", name, ...sub] = parts;
  // What follows `proxy` is a path of somebody else.
  const subresource = sub[0] === "proxy" ? "proxy" : sub.filter((part) => part !== undefined).join("/");
  return { kind: "resource", ...where, plural, ...(name === undefined ? {} : { name }), ...(subresource === "" ? {} : { subresource }) };
}
