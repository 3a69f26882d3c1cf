import { getList, getString, type KubeObject } from "../../../kube/index.ts";
import type { Context } from "../../../log/index.ts";
import { done } from "../../../runtime/index.ts";
import { isConditionTrue, type Loop, parseRef, resources } from "../../machinery/index.ts";
import { type LoopDeps, wakeOwner, wakeSelf } from "../controller-deps.ts";
import { planJob, type JobPlan } from "./plan-job.ts";

/** Job → Pods until enough have succeeded or too many failed. A Job owns its pods from the start; it adopts none. */
export function createJobLoop(deps: LoopDeps): Loop {
  const { caches, writer, clock } = deps;
  const jobs = caches.of(resources.jobs);
  const pods = caches.of(resources.pods);

  async function reconcile({ signal }: Context, key: string): ReturnType<Loop["reconcile"]> {
    const { namespace, name } = parseRef(key);
    const job = jobs.get(namespace, name);
    if (job === undefined) return done;
    const owned = pods.listByIndex("controller", job.metadata.uid ?? "");
    const plan = planJob(job, { pods: owned, nowMs: clock.now() });
    if (plan.expired) {
      await writer.remove(resources.jobs, job, { signal });
      return done;
    }
    await changePods(deps, { job, plan, signal });
    await writer.writeStatus(resources.jobs, job, { status: plan.status, signal });
    await recordOutcome(deps, { job, plan, signal });
    return plan.requeueAfterMs === undefined ? done : { requeueAfterMs: plan.requeueAfterMs };
  }

  return { name: "job", reconcile, triggers: [wakeSelf(jobs), wakeOwner(pods, { informer: jobs, kind: "Job" })] };
}

interface Step {
  readonly job: KubeObject;
  readonly plan: JobPlan;
  readonly signal: AbortSignal;
}

async function changePods({ writer, recorder }: LoopDeps, { job, plan, signal }: Step): Promise<void> {
  for (const pod of plan.create) {
    const created = await writer.create(resources.pods, pod, { signal });
    await recorder.record(job, { type: "Normal", reason: "SuccessfulCreate", message: `Created pod: ${created.metadata.name ?? ""}` }, { signal });
  }
  for (const pod of plan.delete) {
    await writer.remove(resources.pods, pod, { signal });
    await recorder.record(job, { type: "Normal", reason: "SuccessfulDelete", message: `Deleted pod: ${pod.metadata.name ?? ""}` }, { signal });
  }
}

/** Says once that the job has ended: when the status just written has a final condition that the one before had not. */
async function recordOutcome({ recorder }: LoopDeps, { job, plan, signal }: Step): Promise<void> {
  const after = { status: plan.status };
  if (isConditionTrue(after, "Complete") && !isConditionTrue(job, "Complete")) {
    await recorder.record(job, { type: "Normal", reason: "Completed", message: "Job completed" }, { signal });
  }
  if (isConditionTrue(after, "Failed") && !isConditionTrue(job, "Failed")) {
    const failed = getList(after, "status", "conditions").find((condition) => getString(condition, "type") === "Failed");
    await recorder.record(job, { type: "Warning", reason: getString(failed, "reason") ?? "Failed", message: getString(failed, "message") ?? "" }, { signal });
  }
}
