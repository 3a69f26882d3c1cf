import { getField, getList, getNumber, getString, type KubeObject } from "../../../kube/index.ts";
import { patch, type ActionTable } from "./action.ts";

const isAborted = (rollout: KubeObject): boolean => getField(rollout, "status", "abort") === true;
const isPausedByHand = (rollout: KubeObject): boolean => getField(rollout, "spec", "paused") === true;
const isWaiting = (rollout: KubeObject): boolean => getList(rollout, "status", "pauseConditions").length > 0;
const isRolledOut = (rollout: KubeObject): boolean => getString(rollout, "status", "currentPodHash") === getString(rollout, "status", "stableRS");
const stepsOf = (rollout: KubeObject): number => getList(rollout, "spec", "strategy", "canary", "steps").length;
const stepOf = (rollout: KubeObject): number => getNumber(rollout, "status", "currentStepIndex") ?? 0;

/** Of Argo Rollouts, whose controller is told by its status what to do next. */
export const rolloutActions: ActionTable = {
  "argoproj.io/Rollout": [
    { name: "abort", isDisabled: (rollout) => isAborted(rollout) || isRolledOut(rollout), plan: () => patch({ status: { abort: true } }, "status") },
    { name: "pause", isDisabled: (rollout) => isPausedByHand(rollout), plan: () => patch({ spec: { paused: true } }) },
    {
      name: "promote-full",
      isDisabled: (rollout) => getField(rollout, "status", "promoteFull") === true || isRolledOut(rollout),
      plan: () => patch({ status: { promoteFull: true } }, "status"),
    },
    { name: "restart", plan: (_rollout, { now }) => patch({ spec: { restartAt: now } }) },
    {
      name: "resume",
      isDisabled: (rollout) => !isPausedByHand(rollout) && !isWaiting(rollout),
      plan: (rollout) => [
        ...(isPausedByHand(rollout) ? patch({ spec: { paused: false } }) : []),
        ...(isWaiting(rollout) ? patch({ status: { pauseConditions: null } }, "status") : []),
      ],
    },
    { name: "retry", isDisabled: (rollout) => !isAborted(rollout), plan: () => patch({ status: { abort: false } }, "status") },
    {
      name: "skip-current-step",
      isOffered: (rollout) => stepsOf(rollout) > 0,
      isDisabled: (rollout) => stepOf(rollout) >= stepsOf(rollout),
      plan: (rollout) => patch({ status: { currentStepIndex: stepOf(rollout) + 1, pauseConditions: null } }, "status"),
    },
  ],
  "argoproj.io/AnalysisRun": [{ name: "terminate", isDisabled: (run) => !isRunning(run), plan: () => patch({ spec: { terminate: true } }) }],
};

function isRunning(run: KubeObject): boolean {
  return ["Running", "Pending", ""].includes(getString(run, "status", "phase") ?? "");
}
