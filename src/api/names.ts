/** The group and version of all our kinds; Argo CD's own, so its manifests are ours. */
export const apiGroup = "argoproj.io";
export const apiVersion = "argoproj.io/v1alpha1";

/** Annotations on Applications and on the objects they manage. */
export const annotations = {
  trackingId: "argocd.argoproj.io/tracking-id",
  refresh: "argocd.argoproj.io/refresh",
  skipReconcile: "argocd.argoproj.io/skip-reconcile",
  deletionApproved: "argocd.argoproj.io/deletion-approved",
  syncWave: "argocd.argoproj.io/sync-wave",
  syncOptions: "argocd.argoproj.io/sync-options",
  compareOptions: "argocd.argoproj.io/compare-options",
  hook: "argocd.argoproj.io/hook",
  hookDeletePolicy: "argocd.argoproj.io/hook-delete-policy",
  ignoreHealthcheck: "argocd.argoproj.io/ignore-healthcheck",
  ignoreRestartPolicy: "argocd.argoproj.io/ignore-restart-policy",
  helmHook: "helm.sh/hook",
  helmHookWeight: "helm.sh/hook-weight",
  helmHookDeletePolicy: "helm.sh/hook-delete-policy",
  helmResourcePolicy: "helm.sh/resource-policy",
} as const;

export const finalizers = {
  foregroundDefault: "resources-finalizer.argocd.argoproj.io",
  foreground: "resources-finalizer.argocd.argoproj.io/foreground",
  background: "resources-finalizer.argocd.argoproj.io/background",
  preDelete: "pre-delete-finalizer.argocd.argoproj.io",
  preDeleteCleanup: "pre-delete-finalizer.argocd.argoproj.io/cleanup",
  postDelete: "post-delete-finalizer.argocd.argoproj.io",
  postDeleteCleanup: "post-delete-finalizer.argocd.argoproj.io/cleanup",
  hook: "argocd.argoproj.io/hook-finalizer",
} as const;

/** The label that marks Secrets of settings, and its values. */
export const secretTypeLabel = "argocd.argoproj.io/secret-type";

/** Where the cluster we run against is called from inside. */
export const inClusterServer = "https://kubernetes.default.svc";
export const inClusterName = "in-cluster";

/** The one field manager of all our writes to managed objects. */
export const fieldManager = "sillage";

export const defaultProject = "default";
