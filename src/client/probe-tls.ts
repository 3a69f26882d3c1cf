import { connect } from "node:tls";
import { SillageError } from "../errors/index.ts";
import type { TlsOptions } from "./agent.ts";
import { isPlain, isUntrusted } from "./connect-failure.ts";
import { parseBaseUrl } from "./server-address.ts";

/** How a server answers a TLS handshake. */
export type TlsProbe = { readonly kind: "trusted" } | { readonly kind: "untrusted"; readonly problem: string } | { readonly kind: "plain" };

const timeoutMs = 10_000;

/** Shakes hands and hangs up; nothing is sent. Throws `unavailable` when nobody answers. */
export async function probeTls(server: string, { tls = {}, signal }: { readonly tls?: TlsOptions; readonly signal: AbortSignal }): Promise<TlsProbe> {
  const { hostname, port } = new URL(parseBaseUrl(server));
  const host = hostname.replace(/^\[|\]$/g, "");
  try {
    await shakeHands({ host, port: port === "" ? 443 : Number(port), tls, signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]) });
    return { kind: "trusted" };
  } catch (cause) {
    signal.throwIfAborted();
    if (isPlain(cause)) return { kind: "plain" };
    if (isUntrusted(cause)) return { kind: "untrusted", problem: problemOf(cause) };
    throw new SillageError("unavailable", `Cannot reach "${server}": is its address right`, { cause });
  }
}

/** Without the advice that Node gives to programmers. */
function problemOf(cause: unknown): string {
  return (cause instanceof Error ? cause.message : String(cause)).split(";", 1)[0] ?? "";
}

interface Handshake {
  readonly host: string;
  readonly port: number;
  readonly tls: TlsOptions;
  readonly signal: AbortSignal;
}

function shakeHands({ host, port, tls, signal }: Handshake): Promise<void> {
  const { certificateAuthority: ca, client } = tls;
  const identity = client === undefined ? {} : { cert: client.certificate, key: client.key };
  // An IP address is no server name.
  const name = /^[\d.]+$|:/.test(host) ? {} : { servername: host };
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, ...name, ...identity, ...(ca === undefined ? {} : { ca }) });
    const fail = (error: unknown): void => {
      socket.destroy();
      reject(error instanceof Error ? error : new Error(String(error)));
    };
    const onAbort = (): void => fail(signal.reason);
    signal.addEventListener("abort", onAbort, { once: true });
    socket.once("error", fail);
    socket.once("close", () => signal.removeEventListener("abort", onAbort));
    socket.once("secureConnect", () => {
      socket.end();
      resolve();
    });
  });
}
