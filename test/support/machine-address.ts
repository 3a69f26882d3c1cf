import { networkInterfaces } from "node:os";

/** An address of this machine that pods may have: an API server reaches nobody at a loopback one. `undefined` without a network. */
export function findMachineAddress(): string | undefined {
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .find(({ family, internal }) => family === "IPv4" && !internal)?.address;
}
