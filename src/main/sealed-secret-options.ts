import { parseDurationMs } from "../async/index.ts";
import { Option } from "commander";

import { SillageError } from "../errors/index.ts";
import { getString } from "../kube/index.ts";
import type { SealedSecretOptions } from "./sealed-secrets.ts";

/** The flags of `sillage server` about SealedSecrets; names and defaults of the last two are those of the sealed-secrets controller. */
export function sealedSecretOptions(): readonly Option[] {
  return [
    new Option("--sealed-secrets <who>", "who unseals SealedSecrets: this server, or another controller that stays").choices(["internal", "external"]).default("internal"),
    new Option("--sealed-secrets-namespace <name>", "namespace of the sealing keys (default: that of an installation in kube-system or sealed-secrets, else --namespace)"),
    new Option("--sealed-secrets-address <host:port>", "serve kubeseal here as a sealed-secrets controller does: plain HTTP, and nothing but its paths"),
    new Option("--key-renew-period <duration>", "age at which the sealing key gets a successor, such as 720h; 0 is never").default("720h"),
    new Option("--key-cutoff-time <date>", "keys from before this time seal no more"),
  ];
}

/** Throws `invalid` for a value that cannot be understood. `undefined`: somebody else unseals. */
export function readSealedSecretOptions(options: Readonly<Record<string, unknown>>): SealedSecretOptions | undefined {
  const address = getString(options, "sealedSecretsAddress");
  if (getString(options, "sealedSecrets") === "external") {
    if (address !== undefined) throw new SillageError("invalid", "With --sealed-secrets=external kubeseal asks the other controller: leave out --sealed-secrets-address");
    return undefined;
  }
  const namespace = getString(options, "sealedSecretsNamespace");
  const period = getString(options, "keyRenewPeriod") ?? "";
  const cutoff = getString(options, "keyCutoffTime");
  const periodMs = parseDurationMs(period);
  if (periodMs === undefined) throw new SillageError("invalid", `"${period}" is no duration: give one such as 720h`);
  const cutoffMs = cutoff === undefined ? undefined : Date.parse(cutoff);
  if (Number.isNaN(cutoffMs)) throw new SillageError("invalid", `"${cutoff}" is no time: give one such as 2026-01-31T12:00:00Z`);
  return {
    periodMs,
    ...(namespace === undefined ? {} : { keyNamespace: namespace }),
    ...(cutoffMs === undefined ? {} : { cutoffMs }),
    ...(address === undefined ? {} : { address: parseAddress(address) }),
  };
}

/** `:8081` is every address of the machine, as in Go. */
function parseAddress(text: string): { readonly host: string; readonly port: number } {
  const [, v6, name = "", digits = ""] = /^(?:\[([\da-f:.]+)\]|([^:]*)):(\d+)$/i.exec(text) ?? [];
  const port = Number(digits);
  if (digits === "" || port > 65_535) throw new SillageError("invalid", `"${text}" is no address: give one such as 0.0.0.0:8081`);
  return { host: v6 ?? (name === "" ? "::" : name), port };
}
