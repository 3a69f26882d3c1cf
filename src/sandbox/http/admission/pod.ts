import { type KubeObject, getField, getList, getNumber, getRecord, getString } from "../../../kube/index.ts";
import type { Call } from "../call.ts";
import { forbidden } from "../status-error.ts";

/** What admission adds to a new pod: its service account and token, priority, tolerations, first status. */
export function admitPod(call: Call, pod: KubeObject): KubeObject {
  const withAccount = addServiceAccount(call, pod);
  const spec = addTolerations({ ...getRecord(withAccount, "spec"), ...priorityOf(call, pod) });
  return { ...withAccount, spec, status: { phase: "Pending", qosClass: qosClassOf(spec) } };
}

const tokenPath = "/var/run/secrets/kubernetes.io/serviceaccount";
const suffixAlphabet = "bcdfghjklmnpqrstvwxz2456789";

function addServiceAccount(call: Call, pod: KubeObject): KubeObject {
  const spec = getRecord(pod, "spec") ?? {};
  const name = getString(spec, "serviceAccountName") ?? getString(spec, "serviceAccount") ?? "default";
  const account = call.cluster.store.get({ resource: "/serviceaccounts", namespace: call.namespace, name })?.object;
  if (account === undefined && name !== "default") {
    throw forbidden(call.resource, { name: pod.metadata.name ?? "", why: `error looking up service account ${call.namespace}/${name}: serviceaccount "${name}" not found` });
  }
  const named = { ...pod, spec: { ...spec, serviceAccountName: name, serviceAccount: name, ...pullSecretsOf(spec, account) } };
  const mounts = getField(spec, "automountServiceAccountToken") ?? getField(account, "automountServiceAccountToken");
  return mounts === false ? named : { ...named, spec: mountToken(call, named.spec) };
}

function pullSecretsOf(spec: unknown, account: unknown): Readonly<Record<string, unknown>> {
  const secrets = getList(account, "imagePullSecrets");
  return getList(spec, "imagePullSecrets").length > 0 || secrets.length === 0 ? {} : { imagePullSecrets: secrets };
}

function mountToken(call: Call, spec: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const suffix = Array.from({ length: 5 }, () => suffixAlphabet[Math.floor(call.cluster.random() * suffixAlphabet.length)]).join("");
  const known = getList(spec, "volumes").find((volume) => getString(volume, "name")?.startsWith("kube-api-access-"));
  const volume = getString(known, "name") ?? `kube-api-access-${suffix}`;
  const mount = (container: unknown): unknown =>
    getList(container, "volumeMounts").some((one) => getString(one, "mountPath") === tokenPath)
      ? container
      : { ...getRecord(container), volumeMounts: [...getList(container, "volumeMounts"), { name: volume, readOnly: true, mountPath: tokenPath }] };
  return {
    ...spec,
    containers: getList(spec, "containers").map(mount),
    ...(getList(spec, "initContainers").length === 0 ? {} : { initContainers: getList(spec, "initContainers").map(mount) }),
    volumes: known === undefined ? [...getList(spec, "volumes"), tokenVolume(volume)] : getList(spec, "volumes"),
  };
}

function tokenVolume(name: string): Readonly<Record<string, unknown>> {
  return {
    name,
    projected: {
      defaultMode: 420,
      sources: [
        { serviceAccountToken: { expirationSeconds: 3607, path: "token" } },
        { configMap: { name: "kube-root-ca.crt", items: [{ key: "ca.crt", path: "ca.crt" }] } },
        { downwardAPI: { items: [{ path: "namespace", fieldRef: { apiVersion: "v1", fieldPath: "metadata.namespace" } }] } },
      ],
    },
  };
}

/** The value of the named priority class, of the global default one, or 0. */
function priorityOf(call: Call, pod: KubeObject): Readonly<Record<string, unknown>> {
  const name = getString(pod, "spec", "priorityClassName") ?? "";
  const classes = (call.cluster.store.list("scheduling.k8s.io/priorityclasses") ?? []).map((stored) => stored.object);
  const found = name === "" ? classes.find((one) => one["globalDefault"] === true) : classes.find((one) => one.metadata.name === name);
  if (name !== "" && found === undefined) throw forbidden(call.resource, { name: pod.metadata.name ?? "", why: `no PriorityClass with name ${name} was found` });
  return {
    priority: getNumber(found, "value") ?? 0,
    preemptionPolicy: getString(found, "preemptionPolicy") ?? "PreemptLowerPriority",
    ...(found === undefined ? {} : { priorityClassName: found.metadata.name }),
  };
}

const tolerationKeys = ["node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"];

/** Pods stay five minutes on a node that is lost, unless they say otherwise. */
function addTolerations(spec: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const tolerations = getList(spec, "tolerations");
  const missing = tolerationKeys.filter((key) => !tolerations.some((one) => tolerates(one, key)));
  if (missing.length === 0) return spec;
  return { ...spec, tolerations: [...tolerations, ...missing.map((key) => ({ key, operator: "Exists", effect: "NoExecute", tolerationSeconds: 300 }))] };
}

function tolerates(toleration: unknown, key: string): boolean {
  const own = getString(toleration, "key") ?? "";
  return (own === key || own === "") && ["", "NoExecute"].includes(getString(toleration, "effect") ?? "");
}

/** Guaranteed when every container limits cpu and memory to what it requests, BestEffort when none says anything, else Burstable. */
function qosClassOf(spec: unknown): string {
  const resources = [...getList(spec, "containers"), ...getList(spec, "initContainers")].map((container) => getRecord(container, "resources") ?? {});
  const said = resources.some((one) => ["limits", "requests"].some((side) => ["cpu", "memory"].some((name) => getField(one, side, name) !== undefined)));
  if (!said) return "BestEffort";
  const fixed = resources.every((one) =>
    ["cpu", "memory"].every((name) => {
      const limit = getField(one, "limits", name);
      return limit !== undefined && (getField(one, "requests", name) ?? limit) === limit;
    }),
  );
  return fixed ? "Guaranteed" : "Burstable";
}
