import { createHash } from "node:crypto";

/** One host key of `known_hosts`. */
export interface HostKey {
  /** As the line has it: a name, several with commas, `[name]:port`, or a digest. */
  readonly host: string;
  /** Such as `ssh-ed25519`. */
  readonly type: string;
  /** Base64. */
  readonly key: string;
}

/** The keys in a text, line by line; comments and what cannot be read are no keys. */
export function parseKnownHosts(text: string): readonly HostKey[] {
  return text.split("\n").flatMap((line) => parseLine(line) ?? []);
}

/** The text with these keys in it: each in the place of that of the same host and type, or at the end. All other lines stay as they are. */
export function setHostKeys(text: string, keys: readonly HostKey[]): string {
  const missing = new Map(keys.map((key) => [identify(key), key]));
  const lines = linesOf(text).map((line) => {
    const known = parseLine(line);
    const wanted = known === undefined ? undefined : missing.get(identify(known));
    if (wanted === undefined) return line;
    missing.delete(identify(wanted));
    return wanted.key === known?.key ? line : formatLine(wanted);
  });
  return `${[...lines, ...[...missing.values()].map(formatLine)].join("\n")}\n`;
}

/** The text without the keys that are meant. */
export function removeHostKeys(text: string, isMeant: (key: HostKey) => boolean): string {
  const lines = linesOf(text).filter((line) => {
    const known = parseLine(line);
    return known === undefined || !isMeant(known);
  });
  return lines.length === 0 ? "" : `${lines.join("\n")}\n`;
}

/** As ssh shows it: `SHA256:…`. */
export function fingerprintOf({ key }: HostKey): string {
  return `SHA256:${createHash("sha256").update(Buffer.from(key, "base64")).digest("base64").replace(/=+$/, "")}`;
}

export function identify({ host, type }: Pick<HostKey, "host" | "type">): string {
  return `${host} ${type}`;
}

function parseLine(line: string): HostKey | undefined {
  if (line.trimStart().startsWith("#")) return undefined;
  const [host = "", type = "", key = ""] = line.trim().split(/\s+/);
  return host.startsWith("@") || key === "" ? undefined : { host, type, key };
}

function formatLine({ host, type, key }: HostKey): string {
  return `${host} ${type} ${key}`;
}

function linesOf(text: string): readonly string[] {
  return text.trimEnd() === "" ? [] : text.trimEnd().split("\n");
}
