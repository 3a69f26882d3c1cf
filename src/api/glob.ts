import { compileGlob } from "./compile-glob.ts";

export interface GlobOptions {
  /** `*` and `?` do not cross it; `**` does. Without one, `*` matches anything. */
  readonly separator?: string;
}

/** Whether the whole text matches a glob of `*`, `**`, `?`, `[ab]` and `{a,b}`. A pattern that makes no sense matches nothing but itself. */
export function matchGlob(pattern: string, text: string, options: GlobOptions = {}): boolean {
  if (pattern === "*" || pattern === text) return true;
  return compileGlob(pattern, options.separator)?.(text) ?? false;
}
