/**
 * Whether login may send people there: same scheme, host and port as one of our URLs, and a path below its path. Anything else would let a link to our
 * login end on a foreign site.
 */
export function isReturnUrlPermitted(returnUrl: string, ourUrls: readonly string[]): boolean {
  // Browsers drop some characters and take a backslash for a slash, and not all parsers agree on user names.
  if (/[^\u0021-\u007e]|\\/u.test(returnUrl)) return false;
  const target = URL.parse(returnUrl);
  if (target === null || target.username !== "" || target.password !== "") return false;
  return ourUrls.some((ours) => {
    const base = URL.parse(ours);
    return base !== null && base.protocol === target.protocol && base.host === target.host && isBelow(target.pathname, base.pathname);
  });
}

function isBelow(path: string, base: string): boolean {
  const folder = base.replace(/\/+$/, "");
  return path === folder || path.startsWith(`${folder}/`);
}
