import { Counter, Gauge, Histogram, type Registry } from "prom-client";
import type { Clock } from "../async/index.ts";
import { type GitObserver, normalizeRepoUrl } from "../git/index.ts";

/** What is asked of Git servers, by repository. */
export function addGitMetrics(registry: Registry, clock: Clock): GitObserver {
  const registers = [registry];
  const byType = { labelNames: ["repo", "request_type"], registers };
  const byRepo = { labelNames: ["repo"], registers };
  const requests = new Counter({ ...byType, name: "argocd_git_request_total", help: "Number of git requests performed by repo server" });
  const durations = new Histogram({ ...byType, name: "argocd_git_request_duration_seconds", help: "Git requests duration seconds.", buckets: [0.1, 0.25, 0.5, 1, 2, 4, 10, 20] });
  const failures = {
    fetch: new Counter({ ...byRepo, name: "argocd_git_fetch_fail_total", help: "Number of git fetch failures by repo server" }),
    "ls-remote": new Counter({ ...byRepo, name: "argocd_git_lsremote_fail_total", help: "Number of git ls-remote failures by repo server" }),
  };
  const pending = new Gauge({ ...byRepo, name: "argocd_repo_pending_request_total", help: "Number of pending requests requiring repository lock" });
  const webhooks = new Counter({ ...byRepo, name: "argocd_webhook_requests_total", help: "Number of webhook requests by repo" });
  return {
    async request({ url, kind }, work) {
      const repo = normalizeRepoUrl(url);
      const beganMs = clock.now();
      requests.inc({ repo, request_type: kind });
      pending.inc({ repo });
      try {
        return await work();
      } catch (error) {
        failures[kind].inc({ repo });
        throw error;
      } finally {
        pending.dec({ repo });
        durations.observe({ repo, request_type: kind }, (clock.now() - beganMs) / 1_000);
      }
    },
    // Repositories that we have are told of here, and nobody else's names: anybody may send a webhook.
    push(url, work) {
      webhooks.inc({ repo: normalizeRepoUrl(url) });
      return work();
    },
  };
}
