import { getString } from "../src/kube/index.ts";
import { percentile } from "./percentile.ts";
import { watchOne, type Rig } from "./rig.ts";

/** What any tool pays at least for one change: a server-side apply, seen by a watch. The median. */
export async function measureBareChanges(rig: Rig, { namespace, rounds }: { readonly namespace: string; readonly rounds: number }): Promise<number> {
  const settings = await watchOne(rig, { apiVersion: "v1", kind: "ConfigMap" });
  const waits: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const message = `round-${round}`;
    const seen = rig.until(() => getString(settings.get(namespace, "bare"), "data", "message") === message);
    await rig.applyAll([{ apiVersion: "v1", kind: "ConfigMap", metadata: { namespace, name: "bare" }, data: { message } }]);
    waits.push(await seen);
  }
  return percentile(waits, 0.5);
}
