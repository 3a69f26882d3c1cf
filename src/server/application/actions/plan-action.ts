import type { ResourceAction } from "../../../api/index.ts";
import { SillageError } from "../../../errors/index.ts";
import { gvkOf, type KubeObject } from "../../../kube/index.ts";
import type { Action, ActionInput, ActionStep } from "./action.ts";
import { gitOpsActions } from "./gitops.ts";
import { jobActions } from "./jobs.ts";
import { rolloutActions } from "./rollouts.ts";
import { workloadActions } from "./workloads.ts";

const actions = { ...workloadActions, ...jobActions, ...rolloutActions, ...gitOpsActions };

/** What can be done with a live object. */
export function listActions(object: KubeObject): readonly ResourceAction[] {
  return offeredFor(object).map(({ name, displayName, parameters, isDisabled }) => ({
    name,
    ...(displayName === undefined ? {} : { displayName }),
    ...(isDisabled?.(object) === true ? { disabled: true } : {}),
    ...(parameters === undefined ? {} : { params: parameters(object) }),
  }));
}

/** The writes of an action. Throws `invalid` when there is no such action for the object, or not now. */
export function planAction(object: KubeObject, name: string, input: ActionInput): readonly ActionStep[] {
  const action = offeredFor(object).find((candidate) => candidate.name === name);
  const subject = `${object.kind} "${object.metadata.name}"`;
  if (action === undefined) throw new SillageError("invalid", `${subject} has no action "${name}"`);
  if (action.isDisabled?.(object) === true) throw new SillageError("invalid", `Action "${name}" of ${subject} is disabled in its present state`);
  return action.plan(object, input);
}

function offeredFor(object: KubeObject): readonly Action[] {
  const { group, kind } = gvkOf(object);
  return (Object.hasOwn(actions, `${group}/${kind}`) ? (actions[`${group}/${kind}`] ?? []) : []).filter((action) => action.isOffered?.(object) ?? true);
}
