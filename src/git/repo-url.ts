import { SillageError } from "../errors/index.ts";

const scpForm = /^(?:[^/@:]+@)?[^/:]{2,}:(?!\/\/|:)/;
const schemes = new Set(["http:", "https:", "ssh:", "file:"]);

/** A repository URL in the form in which Argo CD compares them: lower case, no `.git`, the scp form as a path, no `ssh://`. */
export function normalizeRepoUrl(url: string): string {
  const lower = url.trim().toLowerCase();
  const expanded = scpForm.test(lower) ? lower.replace(":", "/") : lower;
  return expanded
    .replace(/^ssh:\/\//, "")
    .replace(/\/+$/, "")
    .replace(/\.git$/, "");
}

/** Whether two URLs name the same repository of the same host, whatever the scheme, user and port. */
export function isSameRepo(a: string, b: string): boolean {
  return hostAndPath(a) === hostAndPath(b);
}

function hostAndPath(url: string): string {
  const bare = normalizeRepoUrl(url).replace(/^[a-z]+:\/\//, "");
  return bare.replace(/^[^/@]*@/, "").replace(/^([^/:]+):\d+(?=\/|$)/, "$1");
}

/** A URL without the user and password that may stand in it, and these. Only http(s), ssh, file and the scp form are accepted. */
export interface RemoteUrl {
  readonly url: string;
  readonly username?: string;
  readonly password?: string;
}

/** Throws `invalid` for a URL Git must not be called with. */
export function parseRemoteUrl(text: string): RemoteUrl {
  const url = text.trim();
  if (scpForm.test(url) && !url.startsWith("-")) return { url };
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined || !schemes.has(parsed.protocol)) {
    throw new SillageError("invalid", `Repository URL "${maskUrl(url)}" is not an http, https, ssh or file URL`, { terminal: true, reason: "InvalidRepoURL" });
  }
  if (!parsed.protocol.startsWith("http")) return { url };
  const { username, password } = parsed;
  parsed.username = "";
  parsed.password = "";
  // As it was understood here: Git takes "http://a\@b" for another host than we do.
  const { href } = parsed;
  return username === "" ? { url: href } : { url: href, username: decode(username), password: decode(password) };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A percent sign that stands for itself.
    return text;
  }
}

/** Text with the user part of every URL hidden. */
export function maskUrl(text: string): string {
  return text.replace(/(https?:\/\/)[^/@\s'"]+@/gi, "$1");
}
