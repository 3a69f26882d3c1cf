import { lookup } from "node:dns/promises";
import { BlockList, isIP } from "node:net";
import { SillageError } from "../errors/index.ts";

export interface AddressOptions {
  /** All addresses the host of the URL has now. */
  readonly resolved: readonly string[];
  /** Whether a server on this very machine may be meant: so long as nobody else reaches our API. */
  readonly isLoopbackAllowed: boolean;
}

const linkLocal = createBlockList([
  ["169.254.0.0", 16, "ipv4"],
  ["fe80::", 10, "ipv6"],
  // Where clouds hand out credentials over IPv6, and Alibaba's over IPv4.
  ["fd00:ec2::254", 128, "ipv6"],
  ["100.100.100.200", 32, "ipv4"],
]);
const loopback = createBlockList([
  ["127.0.0.0", 8, "ipv4"],
  ["0.0.0.0", 8, "ipv4"],
  ["::1", 128, "ipv6"],
  ["::", 128, "ipv6"],
]);

/** Why nobody may have us call these addresses; `undefined` when they are fine. One bad address is enough. */
export function explainRefusedAddress({ resolved, isLoopbackAllowed }: AddressOptions): string | undefined {
  for (const address of resolved) {
    if (isIn(linkLocal, address)) return `${address} is a link-local or metadata address`;
    if (!isLoopbackAllowed && isIn(loopback, address)) return `${address} is this very machine`;
  }
  return undefined;
}

/**
 * Throws `forbidden` when a URL leads to where people who may name repositories must not lead us. Gives the addresses that were looked at, which the call has
 * to keep to: a name may have others the next moment. None for a name that cannot be resolved, which Git cannot either.
 */
export async function guardRemote(url: string, { isLoopbackAllowed }: Pick<AddressOptions, "isLoopbackAllowed">): Promise<readonly string[]> {
  const host = hostOf(url);
  if (host === undefined && !isLoopbackAllowed) throw new SillageError("forbidden", `Cannot read "${url}": it is a file of this very machine`, { reason: "AddressRefused" });
  if (host === undefined) return [];
  const resolved = isIP(host) === 0 ? (await lookup(host, { all: true }).catch(() => [])).map(({ address }) => address) : [host];
  const reason = explainRefusedAddress({ resolved, isLoopbackAllowed });
  if (reason !== undefined) throw new SillageError("forbidden", `Cannot call "${host}": ${reason}`, { reason: "AddressRefused" });
  return resolved;
}

/** The host that is called, without the brackets of IPv6; `undefined` for files. */
function hostOf(url: string): string | undefined {
  const host = /^[a-z][a-z\d+.-]*:\/\//i.test(url) && URL.canParse(url) ? new URL(url).hostname : /^(?:[^/:]*@)?(\[[^\]]+\]|[^/:@]+):/.exec(url)?.[1];
  return host === undefined || host === "" ? undefined : host.replace(/^\[|\]$/g, "");
}

function isIn(list: BlockList, address: string): boolean {
  const family = isIP(address);
  return family !== 0 && list.check(address, family === 4 ? "ipv4" : "ipv6");
}

function createBlockList(subnets: readonly (readonly [string, number, "ipv4" | "ipv6"])[]): BlockList {
  const list = new BlockList();
  for (const subnet of subnets) list.addSubnet(...subnet);
  return list;
}
