import path from "node:path";

/** What the three programs must agree on. Files are in one folder, everything listens on loopback. */
export interface ClusterLayout {
  readonly folder: string;
  readonly etcdPort: number;
  readonly etcdPeerPort: number;
  readonly apiPort: number;
}

export const files = {
  certificate: "apiserver.crt",
  signingKey: "service-account.key",
  tokens: "tokens.csv",
  kubeconfig: "kubeconfig",
  controllerKubeconfig: "controller-manager.kubeconfig",
} as const;

/** Node and scheduling controllers are left out: nodes and pods belong to the fake kubelet. */
const controllers = [
  "clusterrole-aggregation-controller",
  "cronjob-controller",
  "daemonset-controller",
  "deployment-controller",
  "disruption-controller",
  "endpoints-controller",
  "endpointslice-controller",
  "garbage-collector-controller",
  "job-controller",
  "namespace-controller",
  "persistentvolume-binder-controller",
  "persistentvolume-protection-controller",
  "persistentvolumeclaim-protection-controller",
  "pod-garbage-collector-controller",
  "replicaset-controller",
  "resourcequota-controller",
  "root-ca-certificate-publisher-controller",
  "serviceaccount-controller",
  "serviceaccount-token-controller",
  "statefulset-controller",
  "ttl-after-finished-controller",
];

export function etcdArguments(layout: ClusterLayout): readonly string[] {
  const peer = `http://127.0.0.1:${layout.etcdPeerPort}`;
  return [
    "--name=sillage",
    `--data-dir=${path.join(layout.folder, "etcd")}`,
    `--listen-client-urls=${etcdUrl(layout)}`,
    `--advertise-client-urls=${etcdUrl(layout)}`,
    `--listen-peer-urls=${peer}`,
    `--initial-advertise-peer-urls=${peer}`,
    `--initial-cluster=sillage=${peer}`,
    "--unsafe-no-fsync",
    "--log-level=warn",
  ];
}

export function apiServerArguments(layout: ClusterLayout): readonly string[] {
  const key = path.join(layout.folder, files.signingKey);
  return [
    `--etcd-servers=${etcdUrl(layout)}`,
    "--bind-address=127.0.0.1",
    `--secure-port=${layout.apiPort}`,
    `--cert-dir=${layout.folder}`,
    `--token-auth-file=${path.join(layout.folder, files.tokens)}`,
    "--authorization-mode=RBAC",
    "--enable-priority-and-fairness=true",
    "--service-cluster-ip-range=10.96.0.0/16",
    "--service-account-issuer=https://kubernetes.default.svc",
    `--service-account-signing-key-file=${key}`,
    `--service-account-key-file=${key}`,
    // The address reconciler refuses loopback addresses, and nothing here reaches the server from inside.
    "--endpoint-reconciler-type=none",
    "--profiling=false",
  ];
}

export function controllerManagerArguments(layout: ClusterLayout): readonly string[] {
  return [
    `--kubeconfig=${path.join(layout.folder, files.controllerKubeconfig)}`,
    `--service-account-private-key-file=${path.join(layout.folder, files.signingKey)}`,
    `--root-ca-file=${path.join(layout.folder, files.certificate)}`,
    `--controllers=${controllers.join(",")}`,
    "--kube-api-qps=1000",
    "--kube-api-burst=2000",
    "--leader-elect=false",
    "--secure-port=0",
  ];
}

function etcdUrl(layout: ClusterLayout): string {
  return `http://127.0.0.1:${layout.etcdPort}`;
}
