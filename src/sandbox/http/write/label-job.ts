import { getBoolean, getRecord, type KubeObject } from "../../../kube/index.ts";

/** A new Job selects its pods by its own uid: the selector and the labels of Job and template, unless `manualSelector` says the user does that. */
export function labelJob(job: KubeObject): KubeObject {
  if (getBoolean(job, "spec", "manualSelector") === true) return job;
  const { uid = "", name = "" } = job.metadata;
  const labels = { "batch.kubernetes.io/controller-uid": uid, "batch.kubernetes.io/job-name": name, "controller-uid": uid, "job-name": name };
  const spec = getRecord(job, "spec") ?? {};
  const template = getRecord(spec, "template") ?? {};
  const metadata = { ...getRecord(template, "metadata"), labels: { ...getRecord(template, "metadata", "labels"), ...labels } };
  const selector = { matchLabels: { "batch.kubernetes.io/controller-uid": uid } };
  return {
    ...job,
    metadata: { ...job.metadata, labels: { ...job.metadata.labels, ...labels } },
    spec: { ...spec, selector, template: { ...template, metadata } },
  };
}
