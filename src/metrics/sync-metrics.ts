import { Counter, Histogram, type Registry } from "prom-client";
import type { Application, ApplicationStatus, OperationState } from "../api/index.ts";
import { applicationLabels, destinationServerOf, labelsOf } from "./application-labels.ts";
import { createApplicationSeries } from "./application-series.ts";
import { formatGauge, type Sample } from "./format-gauge.ts";

export interface SyncMetrics extends SyncObserver {
  formatOrphans(): string;
}

/** Told of what becomes of Applications. */
export interface SyncObserver {
  reconciled(app: Application, look: { readonly tookMs: number; readonly orphans: number }): void;
  reported(before: Application, status: ApplicationStatus): void;
  forgotten(ref: { readonly namespace: string; readonly name: string }): void;
}

export function addSyncMetrics(registry: Registry): SyncMetrics {
  const registers = [registry];
  const byDestination = [...applicationLabels, "dest_server"];
  const syncs = new Counter({ name: "argocd_app_sync_total", help: "Number of application syncs.", labelNames: [...byDestination, "phase", "dry_run"], registers });
  const durations = new Counter({ name: "argocd_app_sync_duration_seconds_total", help: "Application sync performance in seconds total.", labelNames: byDestination, registers });
  const reconciles = new Histogram({
    name: "argocd_app_reconcile",
    help: "Application reconciliation performance in seconds.",
    labelNames: ["namespace", "dest_server"],
    buckets: [0.25, 0.5, 1, 2, 4, 8, 16],
    registers,
  });
  const series = { syncs: createApplicationSeries(syncs), durations: createApplicationSeries(durations) };
  const orphans = new Map<string, Sample>();
  return {
    reconciled(app, look) {
      reconciles.observe({ namespace: app.metadata.namespace ?? "", dest_server: destinationServerOf(app) }, look.tookMs / 1_000);
      orphans.set(`${app.metadata.namespace}/${app.metadata.name}`, { labels: labelsOf(app), value: look.orphans });
    },
    reported(before, { operationState }) {
      if (operationState === undefined || !hasEnded(operationState) || isSame(operationState, before.status.operationState)) return;
      const labels = { ...labelsOf(before), dest_server: destinationServerOf(before) };
      series.syncs.inc({ ...labels, phase: operationState.phase, dry_run: String(operationState.operation.sync?.dryRun === true) });
      series.durations.inc(labels, secondsOf(operationState));
    },
    forgotten(ref) {
      for (const each of Object.values(series)) each.forget(ref);
      orphans.delete(`${ref.namespace}/${ref.name}`);
    },
    formatOrphans: () => formatGauge({ name: "argocd_app_orphaned_resources_count", help: "Number of orphaned resources per application." }, [...orphans.values()]),
  };
}

function hasEnded({ phase }: OperationState): boolean {
  return phase !== "Running" && phase !== "Terminating";
}

function isSame(state: OperationState, before: OperationState | undefined): boolean {
  return before !== undefined && hasEnded(before) && before.startedAt === state.startedAt && before.finishedAt === state.finishedAt;
}

function secondsOf({ startedAt, finishedAt = startedAt }: OperationState): number {
  return Math.max(0, (Date.parse(finishedAt) - Date.parse(startedAt)) / 1_000);
}
