import { type Application, isAutomated, sourcesOf } from "../api/index.ts";
import { maskUrl, normalizeRepoUrl } from "../git/index.ts";
import { destinationServerOf, labelsOf } from "./application-labels.ts";
import { formatGauge, type Sample } from "./format-gauge.ts";

export interface ApplicationGaugesOptions {
  /** Labels of Applications that are wanted as labels of `argocd_app_labels`. */
  readonly labels: readonly string[];
  /** Types that are wanted in `argocd_app_condition`. */
  readonly conditions: readonly string[];
}

/** What Applications are like: worked out when somebody asks, so that nothing has to be kept up to date in between. */
export function formatApplicationGauges(applications: readonly Application[], { labels, conditions }: ApplicationGaugesOptions): string {
  const info = formatGauge({ name: "argocd_app_info", help: "Information about application." }, applications.map(describe));
  return info + formatConditions(applications, conditions) + formatLabelValues(applications, labels);
}

function describe(app: Application): Sample {
  const { spec, status, metadata, operation } = app;
  const labels = {
    ...labelsOf(app),
    autosync_enabled: String(isAutomated(spec)),
    repo: normalizeRepoUrl(maskUrl(sourcesOf(spec)[0]?.repoURL ?? "")),
    dest_server: destinationServerOf(app),
    dest_namespace: spec.destination.namespace ?? "",
    sync_status: status.sync?.status ?? "Unknown",
    health_status: status.health?.status ?? "Unknown",
    operation: metadata.deletionTimestamp !== undefined ? "delete" : operation?.sync === undefined ? "" : "sync",
  };
  return { labels, value: 1 };
}

function formatConditions(applications: readonly Application[], wanted: readonly string[]): string {
  if (wanted.length === 0) return "";
  const samples = applications.flatMap((app) =>
    wanted.flatMap((condition) => {
      const value = (app.status.conditions ?? []).filter(({ type }) => type === condition).length;
      return value === 0 ? [] : [{ labels: { ...labelsOf(app), condition }, value }];
    }),
  );
  return formatGauge({ name: "argocd_app_condition", help: "Report application conditions." }, samples);
}

function formatLabelValues(applications: readonly Application[], wanted: readonly string[]): string {
  if (wanted.length === 0) return "";
  const names = new Map(wanted.map((label) => [`label_${label.replaceAll(/[^a-zA-Z0-9_]/g, "_")}`, label]));
  const samples = applications.map((app) => {
    const values = [...names].map(([name, label]) => [name, app.metadata.labels?.[label] ?? ""] as const);
    return { labels: { ...labelsOf(app), ...Object.fromEntries(values) }, value: 1 };
  });
  return formatGauge({ name: "argocd_app_labels", help: "Argo Application labels converted to Prometheus labels" }, samples);
}
