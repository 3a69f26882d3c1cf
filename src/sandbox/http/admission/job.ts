import { type KubeObject, getField, getRecord, getStringMap } from "../../../kube/index.ts";
import type { Call } from "../call.ts";

/** A job finds its pods by its own uid, unless its author chose a selector. */
export function selectJobPods(_call: Call, job: KubeObject): KubeObject {
  if (getField(job, "spec", "manualSelector") === true) return job;
  const { uid = "", name = "" } = job.metadata;
  const labels = { "batch.kubernetes.io/controller-uid": uid, "batch.kubernetes.io/job-name": name, "controller-uid": uid, "job-name": name };
  const template = getRecord(job, "spec", "template");
  const metadata = { ...getRecord(template, "metadata"), labels: { ...getStringMap(template, "metadata", "labels"), ...labels } };
  const selector = { matchLabels: { "batch.kubernetes.io/controller-uid": uid } };
  return { ...job, spec: { ...getRecord(job, "spec"), selector, template: { ...template, metadata } } };
}
