import type { Clock } from "../async/index.ts";
import { createSealedSecretController, runSealedSecretObserver, type SealedSecretController, type SealedSecretControllerOptions } from "../controllers/index.ts";
import type { KubeClient } from "../kube/index.ts";
import type { Context } from "../log/index.ts";
import { createSealingServer } from "../server/index.ts";

export interface SealedSecretOptions extends Pick<SealedSecretControllerOptions, "keyNamespace" | "periodMs" | "cutoffMs"> {
  /** Where kubeseal is served, beside the API. */
  readonly address?: { readonly host: string; readonly port: number };
}

export interface SealedSecretParts {
  readonly namespace: string;
  readonly concurrency: number;
  /** `undefined` when another controller unseals: then it is watched over. */
  readonly unsealing: SealedSecretOptions | undefined;
}

/** What the product does for SealedSecrets. */
export interface SealedSecrets {
  /** Left out when another controller unseals. */
  readonly sealing?: SealedSecretController["sealing"];
  run(ctx: Context): Promise<void>;
}

/** How long another controller may take before a SealedSecret is told to wait in vain. */
const patienceMs = 60_000;

/** Listens where the options say; throws when that address is taken. */
export async function openSealedSecrets(ctx: Context, deps: { readonly client: KubeClient; readonly clock: Clock }, parts: SealedSecretParts): Promise<SealedSecrets> {
  const { unsealing, namespace, concurrency } = parts;
  const all = { ...deps, random: Math.random, log: ctx.log };
  if (unsealing === undefined) return { run: (run) => runSealedSecretObserver(run, all, { patienceMs, concurrency }) };
  const { address, ...options } = unsealing;
  const controller = await createSealedSecretController(ctx, all, { ...options, controlNamespace: namespace, concurrency });
  const { sealing } = controller;
  const server = address && createSealingServer({ ...all, sealing }, address);
  if (server !== undefined) ctx.log.info("kubeseal is served", { url: await server.listen() });
  return {
    sealing,
    async run(run) {
      await controller.run(run);
      await server?.close();
    },
  };
}
