import { Counter, Gauge, Histogram, type Registry } from "prom-client";
import { httpStatusOf, toSillageError } from "../errors/index.ts";

/** An operation of the API that has been answered. */
export interface AnsweredCall {
  /** Such as `ApplicationService/Sync`. */
  readonly operation: string;
  readonly tookMs: number;
  /** Why it was refused or failed. */
  readonly error?: unknown;
}

/** Calls of the API, logins among them. */
export function addApiMetrics(registry: Registry, version: string): (call: AnsweredCall) => void {
  const registers = [registry];
  new Gauge({ name: "argocd_info", help: "Info about Argo CD version", labelNames: ["version"], registers }).set({ version }, 1);
  const logins = new Counter({ name: "argocd_login_request_total", help: "Number of login requests.", labelNames: ["status"], registers });
  const calls = new Histogram({
    name: "sillage_api_request_duration_seconds",
    help: "How long calls of the API take, by operation and HTTP status.",
    labelNames: ["operation", "code"],
    buckets: [0.005, 0.01, 0.05, 0.1, 0.5, 1, 5],
    registers,
  });
  return function answered({ operation, tookMs, error }) {
    const code = error === undefined ? 200 : httpStatusOf(toSillageError(error).code);
    calls.observe({ operation, code: String(code) }, tookMs / 1_000);
    if (operation === "SessionService/Create") logins.inc({ status: error === undefined ? "success" : "failure" });
  };
}
