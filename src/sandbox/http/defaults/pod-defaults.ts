import { getField, getString, isRecord } from "../../../kube/index.ts";
import { type Default, type Fields, all, each, ensure, fill, when, within } from "./default.ts";

const probe = all(
  fill({ timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 }),
  within("httpGet", fill({ path: "/", scheme: "HTTP" })),
  within("grpc", fill({ service: "" })),
);

const hook = within("httpGet", fill({ path: "/", scheme: "HTTP" }));

const container = all(
  fill({ imagePullPolicy: pullPolicy, terminationMessagePath: "/dev/termination-log", terminationMessagePolicy: "File", resources: {} }),
  each("ports", fill({ protocol: "TCP" })),
  each("env", within("valueFrom", within("fieldRef", fill({ apiVersion: "v1" })))),
  within("livenessProbe", probe),
  within("readinessProbe", probe),
  within("startupProbe", probe),
  within("lifecycle", all(within("postStart", hook), within("preStop", hook))),
);

const mode = fill({ defaultMode: 420 });

const volume = all(
  when((value) => Object.keys(value).every((name) => name === "name"), fill({ emptyDir: {} })),
  within("secret", mode),
  within("configMap", mode),
  within("downwardAPI", all(mode, each("items", within("fieldRef", fill({ apiVersion: "v1" }))))),
  within(
    "projected",
    all(
      mode,
      each("sources", all(within("serviceAccountToken", fill({ expirationSeconds: 3600 })), within("downwardAPI", each("items", within("fieldRef", fill({ apiVersion: "v1" })))))),
    ),
  ),
  within("hostPath", fill({ type: "" })),
  within("iscsi", fill({ iscsiInterface: "default" })),
);

/** A pod's spec, in a pod or in a template. */
export const podSpec: Default = all(
  fill({ restartPolicy: "Always", dnsPolicy: "ClusterFirst", schedulerName: "default-scheduler", securityContext: {}, terminationGracePeriodSeconds: 30 }),
  hostPorts,
  each("containers", container),
  each("initContainers", container),
  each("volumes", volume),
  (value) => fill({ serviceAccount: value["serviceAccountName"], serviceAccountName: value["serviceAccount"] })(value),
);

/** Only pods themselves: templates stay as they were written. */
export const pod: Default = within("spec", all(podSpec, fill({ enableServiceLinks: true }), each("containers", requestsFromLimits), each("initContainers", requestsFromLimits)));

export const podTemplate: Default = ensure("template", all(fill({ metadata: {} }), within("spec", podSpec)));

/** A tag that moves is pulled each time; a fixed one once. */
function pullPolicy(value: Fields): string {
  const image = getString(value, "image") ?? "";
  if (image.includes("@")) return "IfNotPresent";
  const tag = /:([^/:]+)$/.exec(image)?.[1] ?? "latest";
  return tag === "latest" ? "Always" : "IfNotPresent";
}

function hostPorts(spec: Fields): Fields {
  if (spec["hostNetwork"] !== true) return spec;
  const port = each("ports", (value) => fill({ hostPort: value["containerPort"] })(value));
  return all(each("containers", port), each("initContainers", port))(spec);
}

function requestsFromLimits(value: Fields): Fields {
  const limits = getField(value, "resources", "limits");
  return isRecord(limits) ? within("resources", ensure("requests", fill(limits)))(value) : value;
}
