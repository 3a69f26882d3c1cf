/** Query parameters in order. */
export type Query = readonly (readonly [string, string])[];

export interface Call {
  readonly signal: AbortSignal;
}

export const applicationsPath = "/api/v1/applications";

/** The path of an application, named `argocd/web` or `web`. */
export function pathOf(application: string, rest = ""): string {
  return `${applicationsPath}/${encodeURIComponent(splitName(application).name)}${rest}`;
}

export function namespaceOf(application: string): Query {
  return optional("appNamespace", splitName(application).namespace);
}

export function splitName(application: string): { readonly namespace: string | undefined; readonly name: string } {
  const slash = application.indexOf("/");
  return { namespace: slash < 0 ? undefined : application.slice(0, slash), name: application.slice(slash + 1) };
}

export function optional(name: string, value: string | number | boolean | undefined): Query {
  return value === undefined ? [] : [[name, String(value)]];
}

function repeated(name: string, values: readonly (string | number)[] = []): Query {
  return values.map((value) => [name, String(value)]);
}

/** All fields that are set, by their own names. */
export function queryOf(fields: object): Query {
  return Object.entries(fields).flatMap(([name, value]: [string, unknown]) =>
    Array.isArray(value) ? repeated(name, value.map(String)) : typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? optional(name, value) : [],
  );
}
