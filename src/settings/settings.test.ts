import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { parseSettings, type Settings } from "./settings.ts";

const defaults: Settings = {
  pollIntervalMs: 120_000,
  pollJitterMs: 60_000,
  url: "",
  additionalUrls: [],
  instanceLabelKey: "app.kubernetes.io/instance",
  trackingMethod: "annotation",
  installationId: "",
  isFineGrainedInheritanceOn: false,
  isRollbackEnforced: false,
  isOverridePrivilegeRequired: false,
  maxPodLogs: 10,
  isExecEnabled: false,
  isInClusterEnabled: true,
  isImpersonationEnabled: false,
  eventLabels: { include: [], exclude: [] },
  statusBadge: { isEnabled: false, url: "" },
  ui: { cssUrl: "", bannerContent: "", bannerUrl: "", isBannerPermanent: false, bannerPosition: "", chatUrl: "", chatText: "", binaryUrls: {} },
};

interface Case {
  readonly name: string;
  readonly data?: Readonly<Record<string, string>>;
  readonly lastGood?: Readonly<Record<string, string>>;
  readonly want: Partial<Settings>;
  readonly good?: Readonly<Record<string, string>>;
  readonly problems?: Readonly<Record<string, string>>;
}

const cases: readonly Case[] = [
  { name: "nothing: Argo CD's defaults", want: {} },
  { name: "empty values: the defaults", data: { "timeout.reconciliation": "", "exec.enabled": " ", url: "" }, want: {} },
  {
    name: "intervals",
    data: { "timeout.reconciliation": "5s", "timeout.reconciliation.jitter": "0" },
    want: { pollIntervalMs: 5_000, pollJitterMs: 0 },
    good: { "timeout.reconciliation": "5s", "timeout.reconciliation.jitter": "0" },
  },
  {
    name: "labels of events",
    data: { "resource.includeEventLabelKeys": "team, env*", "resource.excludeEventLabelKeys": "environment-id" },
    want: { eventLabels: { include: ["team", "env*"], exclude: ["environment-id"] } },
  },
  {
    name: "addresses",
    data: { url: "https://cd.example.com", additionalUrls: "- https://cd.internal\n- https://cd.lan\n" },
    want: { url: "https://cd.example.com", additionalUrls: ["https://cd.internal", "https://cd.lan"] },
    good: { additionalUrls: "- https://cd.internal\n- https://cd.lan" },
  },
  {
    name: "rights",
    data: { "server.rbac.disableApplicationFineGrainedRBACInheritance": "false", "server.rbac.rollback.enforce.enable": "true" },
    want: { isFineGrainedInheritanceOn: true, isRollbackEnforced: true },
    good: { "server.rbac.disableApplicationFineGrainedRBACInheritance": "false", "server.rbac.rollback.enforce.enable": "true" },
  },
  {
    name: "downloads",
    data: { "help.download.linux-amd64": "https://cd.example.com/cli", "help.chatText": "Ask" },
    want: { ui: { ...defaults.ui, chatText: "Ask", binaryUrls: { "linux-amd64": "https://cd.example.com/cli" } } },
  },
  {
    name: "a value that makes no sense, first thing: the default",
    data: { "timeout.reconciliation": "often", "application.resourceTrackingMethod": "magic", "server.maxPodLogsToRender": "-1", additionalUrls: "{a: [" },
    want: {},
    problems: {
      "timeout.reconciliation": 'it is "often" and takes a duration such as 180s or 3m: the default is used',
      additionalUrls: 'it is "{a: [" and takes a YAML list of texts: the default is used',
      "application.resourceTrackingMethod": 'it is "magic" and takes one of annotation, label, annotation+label: the default is used',
      "server.maxPodLogsToRender": 'it is "-1" and takes a whole number: the default is used',
    },
  },
  {
    name: "a value that makes no sense, later: what counted before, and for as long as it stands",
    data: { "timeout.reconciliation": "often", "exec.enabled": "true" },
    lastGood: { "timeout.reconciliation": "5s", "exec.enabled": "false" },
    want: { pollIntervalMs: 5_000, isExecEnabled: true },
    good: { "timeout.reconciliation": "5s", "exec.enabled": "true" },
    problems: { "timeout.reconciliation": 'it is "often" and takes a duration such as 180s or 3m: "5s" as before is used' },
  },
];

describe("parseSettings", () => {
  for (const { name, data, lastGood, want, good = {}, problems = {} } of cases) {
    it(name, () => {
      const configMap = data === undefined ? undefined : { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "argocd-cm" }, data };
      const wantProblems = Object.entries(problems).map(([key, message]) => ({ key, message }));
      assert.deepEqual(parseSettings(configMap, lastGood), { settings: { ...defaults, ...want }, problems: wantProblems, good });
    });
  }
});
