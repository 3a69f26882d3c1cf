import { getBoolean, getList, getString } from "../kube/index.ts";
import { getCondition } from "./conditions.ts";
import { health, healthy, type HealthRule, type HealthRules } from "./rule.ts";

const assessJob: HealthRule = (job) => {
  const failed = getCondition(job, "Failed");
  if (failed?.status === "True") return health("Degraded", failed.message);
  if (getCondition(job, "Complete")?.status === "True") return health("Healthy", getCondition(job, "Complete")?.message);
  if (getCondition(job, "Suspended")?.status === "True") return health("Suspended", getCondition(job, "Suspended")?.message);
  return health("Progressing");
};

const assessCronJob: HealthRule = (cronJob) => {
  const { spec, status } = cronJob;
  if (status === undefined) return health("Progressing", "Waiting for the cron job controller");
  const lastSchedule = getString(status, "lastScheduleTime");
  const lastSuccess = getString(status, "lastSuccessfulTime");
  const isActive = getList(status, "active").length > 0;
  if (getBoolean(spec, "suspend") === true || lastSchedule === undefined || isActive || lastSuccess === undefined) return healthy;
  return Date.parse(lastSuccess) < Date.parse(lastSchedule) ? health("Degraded", "The last run did not succeed") : healthy;
};

export const batchRules: HealthRules = { "batch/Job": assessJob, "batch/CronJob": assessCronJob };
