/** The POSIX classes of Go's syntax, as they stand inside brackets. */
const posixClasses: Readonly<Record<string, string>> = {
  alnum: "0-9A-Za-z",
  alpha: "A-Za-z",
  digit: "0-9",
  lower: "a-z",
  upper: "A-Z",
  space: "\\s",
  punct: "!-\\/:-@\\[-`{-~",
  word: "\\w",
  xdigit: "0-9A-Fa-f",
};

/**
 * A regular expression of Go as one of ours; `undefined` when Go would refuse it too (look-around, back-references) or it makes no sense. What policies use
 * means the same in both: what differs is written anew here.
 */
export function compileGoRegex(pattern: string): RegExp | undefined {
  const [prefix = "", flags = ""] = /^\(\?([ims]+)\)/.exec(pattern) ?? [];
  let refused = false;
  const source = pattern.slice(prefix.length).replaceAll(/\[:(\w+):\]|\(\?P<|\(\?(?:<?[=!])|\\(.)/gs, (token: string, posix?: string, escaped?: string) => {
    if (posix !== undefined) return posixClasses[posix] ?? ((refused = true), token);
    if (token === "(?P<") return "(?<";
    if (escaped === undefined || /[1-9k]/.test(escaped)) refused = true;
    if (escaped === "A") return "(?<![^])";
    if (escaped === "z") return "(?![^])";
    return token;
  });
  if (refused) return undefined;
  try {
    return new RegExp(source, source.includes("\\p{") ? `${flags}u` : flags);
  } catch {
    return undefined;
  }
}
