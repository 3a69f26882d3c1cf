/** How a cookie is set: what every part of it carries. */
export interface CookieOptions {
  readonly path: string;
  /** Only over HTTPS. */
  readonly isSecure: boolean;
  /** Left out: until the browser is closed. 0: now. */
  readonly maxAgeSeconds?: number;
}

/** Browsers keep 4 kB of a cookie with all its attributes. */
const longestPart = 3_800;
/** Argo CD's bound. */
const mostParts = 20;

/** The cookies of a request by name; of those that stand there twice, the first. */
export function parseCookies(header: string | undefined): ReadonlyMap<string, string> {
  const pairs = (header ?? "").split(";").map((pair) => {
    const [name = "", ...value] = pair.split("=");
    return [name.trim(), value.join("=").trim()] as const;
  });
  return new Map(pairs.toReversed());
}

/** A value that may be spread over several cookies: `name=3:…`, `name-1=…`, `name-2=…`, as Argo CD does it. */
export function readCookie(cookies: ReadonlyMap<string, string>, name: string): string | undefined {
  const first = cookies.get(name);
  if (first === undefined || first === "") return undefined;
  const [, count, start = ""] = /^(\d{1,2}):(.*)$/.exec(first) ?? [];
  if (count === undefined) return first;
  if (Number(count) > mostParts) return undefined;
  return start + Array.from({ length: Number(count) - 1 }, (_, index) => cookies.get(`${name}-${index + 1}`) ?? "").join("");
}

/**
 * `Set-Cookie` headers that give a browser this value, or with none make it forget; either way, parts of an older and longer one go, which `present` shows.
 * Scripts never see it, and other sites cannot have it sent along with what they post.
 */
export function formatCookie(
  name: string,
  value: string | undefined,
  { present, ...options }: CookieOptions & { readonly present: ReadonlyMap<string, string> },
): readonly string[] {
  const parts = value === undefined ? [] : splitValue(value);
  const wanted = parts.map((part, index) => [index === 0 ? name : `${name}-${index}`, index === 0 && parts.length > 1 ? `${parts.length}:${part}` : part] as const);
  const kept = new Set(wanted.map(([part]) => part));
  const stale = [...present.keys()].filter((part) => (part === name || isPartOf(part, name)) && !kept.has(part)).toSorted();
  return [...wanted.map(([part, text]) => formatPart(part, text, options)), ...stale.map((part) => formatPart(part, "", { ...options, maxAgeSeconds: 0 }))];
}

function splitValue(value: string): readonly string[] {
  const count = Math.ceil(value.length / longestPart);
  return Array.from({ length: count }, (_, index) => value.slice(index * longestPart, (index + 1) * longestPart));
}

function isPartOf(part: string, name: string): boolean {
  return part.startsWith(`${name}-`) && /^\d{1,2}$/.test(part.slice(name.length + 1));
}

function formatPart(name: string, value: string, { path, isSecure, maxAgeSeconds }: CookieOptions): string {
  const age = maxAgeSeconds === undefined ? [] : [`Max-Age=${maxAgeSeconds}`];
  return [`${name}=${value}`, `Path=${path}`, ...age, "HttpOnly", "SameSite=Lax", ...(isSecure ? ["Secure"] : [])].join("; ");
}
