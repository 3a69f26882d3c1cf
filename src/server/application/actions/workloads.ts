import { SillageError } from "../../../errors/index.ts";
import { getField, getNumber, type KubeObject } from "../../../kube/index.ts";
import { patch, type Action, type ActionTable } from "./action.ts";

const restart: Action = {
  name: "restart",
  plan: (_object, { now }) => patch({ spec: { template: { metadata: { annotations: { "kubectl.kubernetes.io/restartedAt": now } } } } }),
};

const scale: Action = {
  name: "scale",
  parameters: (object) => [{ name: "replicas", type: "number", default: String(getNumber(object, "spec", "replicas") ?? 1) }],
  plan(_object, { parameters }) {
    const { replicas = "" } = parameters;
    if (!/^\d{1,9}$/.test(replicas)) throw new SillageError("invalid", `The parameter replicas must be a number of pods, not "${replicas}"`);
    return patch({ spec: { replicas: Number(replicas) } });
  },
};

const isPaused = (object: KubeObject): boolean => getField(object, "spec", "paused") === true;

export const workloadActions: ActionTable = {
  "apps/Deployment": [
    { name: "pause", isDisabled: isPaused, plan: () => patch({ spec: { paused: true } }) },
    restart,
    { name: "resume", isDisabled: (object) => !isPaused(object), plan: () => patch({ spec: { paused: null } }) },
    scale,
  ],
  "apps/StatefulSet": [restart, scale],
  "apps/DaemonSet": [restart],
};
