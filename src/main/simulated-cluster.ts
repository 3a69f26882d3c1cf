import type { Clock } from "../async/index.ts";
import { createKubeClient, type KubeClient } from "../kube/index.ts";
import type { Context } from "../log/index.ts";
import { createControllers } from "../sandbox/controllers/index.ts";
import { administrator, createSandbox } from "../sandbox/index.ts";
import { createKubelet } from "../sandbox/kubelet/index.ts";
import { readDefinitions } from "./definitions.ts";
import { productVersion } from "./version.ts";

export interface SimulatedCluster {
  readonly url: string;
  /** An administrator's kubeconfig, as YAML. */
  readonly kubeconfig: string;
  /** Settles when the signal has aborted and everything has ended. */
  readonly ended: Promise<void>;
}

/** The sandbox with its controllers, nodes and the product's CRDs, serving until the signal aborts. */
export async function startSimulatedCluster(
  ctx: Context,
  deps: { readonly clock: Clock; readonly dataFolder?: string },
  address: { readonly host: string; readonly port: number },
): Promise<SimulatedCluster> {
  const { clock, dataFolder } = deps;
  const sandbox = await createSandbox({ clock, random: Math.random, definitions: await readDefinitions(), ...(dataFolder === undefined ? {} : { dataFolder }) });
  const client = (component: string): KubeClient => createKubeClient({ transport: sandbox.transport(administrator), clock }, { userAgent: `${component}/${productVersion()}` });
  const controllers = createControllers({ client: client("kube-controller-manager"), clock, log: ctx.log }, { caBundle: sandbox.authority });
  const kubelet = createKubelet({ client: client("kubelet"), clock, log: ctx.log });
  sandbox.serveLogs(kubelet);
  const running = Promise.all([controllers.run(ctx.signal), kubelet.run(ctx.signal)]);
  const serving = await sandbox.listen(address);
  return { ...serving, ended: running.then(() => sandbox.close()) };
}
