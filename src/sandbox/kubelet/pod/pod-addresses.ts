/** Hands out pod addresses, one network per node, and takes them back. */
export interface PodAddresses {
  take(nodeIndex: number): string;
  /** An address that a pod brings with it. */
  keep(address: string): void;
  release(address: string): void;
}

const perSubnet = 250;
const subnetsPerNode = 8;

export function createPodAddresses(): PodAddresses {
  const taken = new Set<string>();
  const cursors = new Map<number, number>();

  return {
    take(nodeIndex) {
      const room = perSubnet * subnetsPerNode;
      for (let tries = 0; tries < room; tries++) {
        const cursor = cursors.get(nodeIndex) ?? 0;
        cursors.set(nodeIndex, (cursor + 1) % room);
        const address = `10.244.${nodeIndex * subnetsPerNode + Math.floor(cursor / perSubnet)}.${2 + (cursor % perSubnet)}`;
        if (taken.has(address)) continue;
        taken.add(address);
        return address;
      }
      return "10.244.255.254";
    },
    keep: (address) => void taken.add(address),
    release: (address) => void taken.delete(address),
  };
}
