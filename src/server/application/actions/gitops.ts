import { getField, getRecord, type KubeObject } from "../../../kube/index.ts";
import { patch, type Action, type ActionTable } from "./action.ts";

const isSuspended = (object: KubeObject): boolean => getField(object, "spec", "suspend") === true;

const reconcile: Action = { name: "reconcile", plan: (_object, { now }) => patch({ metadata: { annotations: { "reconcile.fluxcd.io/requestedAt": now } } }) };
const flux: readonly Action[] = [
  { ...reconcile, isDisabled: isSuspended },
  { name: "resume", isDisabled: (object) => !isSuspended(object), plan: () => patch({ spec: { suspend: null } }) },
  { name: "suspend", isDisabled: isSuspended, plan: () => patch({ spec: { suspend: true } }) },
];

const fluxKinds = [
  ["helm.toolkit.fluxcd.io", ["HelmRelease"]],
  ["kustomize.toolkit.fluxcd.io", ["Kustomization"]],
  ["image.toolkit.fluxcd.io", ["ImageRepository", "ImageUpdateAutomation"]],
  ["notification.toolkit.fluxcd.io", ["Receiver"]],
  ["source.toolkit.fluxcd.io", ["Bucket", "GitRepository", "HelmChart", "HelmRepository", "OCIRepository"]],
] as const;

const isAutomatic = (application: KubeObject): boolean => {
  const automated = getRecord(application, "spec", "syncPolicy", "automated");
  return automated !== undefined && automated["enabled"] !== false;
};

/** Objects that other controllers keep equal to something outside the cluster. */
export const gitOpsActions: ActionTable = {
  "argoproj.io/Application": [
    {
      name: "toggle-auto-sync",
      displayName: "Toggle Auto-Sync",
      plan: (application) => patch({ spec: { syncPolicy: { automated: { enabled: !isAutomatic(application) } } } }),
    },
  ],
  "external-secrets.io/ExternalSecret": [{ name: "refresh", displayName: "Refresh", plan: (_object, { now }) => patch({ metadata: { annotations: { "force-sync": now } } }) }],
  "external-secrets.io/PushSecret": [{ name: "push", displayName: "Push", plan: (_object, { now }) => patch({ metadata: { annotations: { "force-sync": now } } }) }],
  ...Object.fromEntries(fluxKinds.flatMap(([group, kinds]) => kinds.map((kind) => [`${group}/${kind}`, flux] as const))),
};
