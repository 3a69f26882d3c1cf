import type { Clock } from "../async/index.ts";
import { createHttpTransport, createKubeClient, type ClusterConnection } from "../kube/index.ts";
import type { Context } from "../log/index.ts";
import { createCloud } from "../sandbox/controllers/index.ts";
import { createKubelet } from "../sandbox/kubelet/index.ts";
import { productVersion } from "./version.ts";

/** The fake kubelet, scheduler and cloud beside a control plane that has its own controllers. */
export async function runKubelet(ctx: Context, deps: { readonly clock: Clock; readonly cluster: ClusterConnection }): Promise<void> {
  const { clock } = deps;
  const transport = createHttpTransport({ clock }, deps.cluster);
  const client = createKubeClient({ transport, clock }, { userAgent: `kubelet/${productVersion()}` });
  const machinery = { client, clock, log: ctx.log };
  try {
    await Promise.all([createKubelet(machinery).run(ctx.signal), createCloud(machinery).run(ctx.signal)]);
  } finally {
    await transport.close();
  }
}
