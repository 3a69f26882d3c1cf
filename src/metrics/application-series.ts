type Labels = Readonly<Record<string, string>>;

/** A counter or gauge of prom-client. */
interface Metric {
  inc(labels: Labels, value: number): void;
  remove(labels: Labels): void;
}

/** Counts by application, and forgets what belongs to one that is gone. */
export interface ApplicationSeries {
  inc(labels: Labels & { readonly namespace: string; readonly name: string }, value?: number): void;
  forget(ref: { readonly namespace: string; readonly name: string }): void;
}

export function createApplicationSeries(metric: Metric): ApplicationSeries {
  const known = new Map<string, Map<string, Labels>>();
  return {
    inc(labels, value = 1) {
      metric.inc(labels, value);
      const key = `${labels.namespace}/${labels.name}`;
      const series = known.get(key) ?? new Map<string, Labels>();
      known.set(key, series.set(JSON.stringify(labels), labels));
    },
    forget({ namespace, name }) {
      const key = `${namespace}/${name}`;
      for (const labels of known.get(key)?.values() ?? []) metric.remove(labels);
      known.delete(key);
    },
  };
}
