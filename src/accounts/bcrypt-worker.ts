import { compareSync, genSaltSync, hashSync } from "bcryptjs";
import { parentPort } from "node:worker_threads";

/** What the thread is asked; it answers in the same order. */
export type BcryptTask =
  | { readonly kind: "hash"; readonly password: string; readonly cost: number }
  | { readonly kind: "verify"; readonly password: string; readonly hash: string };

parentPort?.on("message", (task: BcryptTask) => parentPort?.postMessage(run(task), []));

/** Salts say `2a`, as Go's library and so Argo CD writes them. */
function run(task: BcryptTask): string | boolean {
  if (task.kind === "verify") return compareSync(task.password, task.hash);
  return hashSync(task.password, genSaltSync(task.cost).replace(/^\$2b\$/, "$2a$"));
}
