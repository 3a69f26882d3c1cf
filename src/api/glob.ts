export interface GlobOptions {
  /** `*` and `?` do not cross it; `**` does. Without one, `*` matches anything. */
  readonly separator?: string;
}

/** Whether the whole text matches a glob of `*`, `**`, `?`, `[ab]` and `{a,b}`. */
export function matchGlob(pattern: string, text: string, options: GlobOptions = {}): boolean {
  if (pattern === "*" || pattern === text) return true;
  return compile(pattern, options.separator).test(text);
}

function compile(pattern: string, separator: string | undefined): RegExp {
  const one = separator === undefined ? "." : `[^${separator}]`;
  let depth = 0;
  const source = pattern.replaceAll(/\*\*|\*|\?|\[!?[^\]]*\]|[{},]|\\.|./gs, (token) => {
    if (token === "**") return ".*";
    if (token === "*") return `${one}*`;
    if (token === "?") return one;
    if (token === "{" && ++depth > 0) return "(?:";
    if (token === "}" && depth > 0 && depth-- > 0) return ")";
    if (token === "," && depth > 0) return "|";
    if (token.length > 1 && token.startsWith("[")) return token.replace(/^\[!/, "[^");
    return token.length > 1 ? token : token.replace(/[.*+?^${}()|[\]\\/]/, "\\$&");
  });
  return new RegExp(`^(?:${source}${")".repeat(depth)})$`, "s");
}
