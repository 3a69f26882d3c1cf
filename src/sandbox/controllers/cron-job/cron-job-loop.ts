import type { Context } from "../../../log/index.ts";
import { done } from "../../../runtime/index.ts";
import { type Loop, parseRef, resources } from "../../machinery/index.ts";
import { type LoopDeps, wakeOwner, wakeSelf } from "../controller-deps.ts";
import { planCronJob } from "./plan-cron-job.ts";

/** CronJob → Jobs when they are due. */
export function createCronJobLoop(deps: LoopDeps): Loop {
  const { caches, writer, recorder, clock } = deps;
  const cronJobs = caches.of(resources.cronJobs);
  const jobs = caches.of(resources.jobs);

  async function reconcile({ signal }: Context, key: string): ReturnType<Loop["reconcile"]> {
    const { namespace, name } = parseRef(key);
    const cronJob = cronJobs.get(namespace, name);
    if (cronJob === undefined || cronJob.metadata.deletionTimestamp !== undefined) return done;
    const plan = planCronJob(cronJob, { jobs: jobs.listByIndex("controller", cronJob.metadata.uid ?? ""), nowMs: clock.now() });
    if (plan.create !== undefined) {
      const created = await writer.create(resources.jobs, plan.create, { signal });
      await recorder.record(cronJob, { type: "Normal", reason: "SuccessfulCreate", message: `Created job ${created.metadata.name ?? ""}` }, { signal });
    }
    for (const job of plan.delete) await writer.remove(resources.jobs, job, { signal });
    await writer.writeStatus(resources.cronJobs, cronJob, { status: plan.status, signal });
    return plan.requeueAfterMs === undefined ? done : { requeueAfterMs: plan.requeueAfterMs };
  }

  return { name: "cronjob", reconcile, triggers: [wakeSelf(cronJobs), wakeOwner(jobs, { informer: cronJobs, kind: "CronJob" })] };
}
