import type { Ref } from "../names.ts";
import { type OutdatedPod, type Workload } from "./find-outdated-pods.ts";

export interface OutdatedUse {
  readonly secret: Ref;
  readonly since: string;
  /** Names of workloads that are being restarted already: `deployment/web`. */
  readonly restarting: ReadonlySet<string>;
}

const mostNames = 10;

/** Which pods are meant, and what to do. "" without any. */
export function describeOutdatedPods(pods: readonly OutdatedPod[], { secret, since, restarting }: OutdatedUse): string {
  if (pods.length === 0) return "";
  const workloads = [...new Set(pods.flatMap(({ workload }) => (workload === undefined ? [] : [nameWorkload(workload)])))];
  const bare = pods.filter(({ workload }) => workload === undefined).map(({ name }) => name);
  const waiting = workloads.filter((name) => !restarting.has(name));
  const under = workloads.filter((name) => restarting.has(name));
  const steps = [
    ...(under.length === 0 ? [] : [`being restarted: ${list(under)}`]),
    ...(waiting.length === 0 ? [] : [`restart: kubectl rollout restart --namespace ${secret.namespace} ${list(waiting, " ")}`]),
    ...(bare.length === 0 ? [] : [`delete to have made anew: ${list(bare)}`]),
  ];
  const verb = pods.length === 1 ? "1 pod still runs" : `${pods.length} pods still run`;
  return `${verb} with the value from before ${since}: ${list(pods.map(({ name }) => name))}; ${steps.join("; ")}`;
}

export function nameWorkload({ kind, name }: Workload): string {
  return `${kind.toLowerCase()}/${name}`;
}

function list(names: readonly string[], separator = ", "): string {
  const rest = names.length - mostNames;
  return [names.slice(0, mostNames).join(separator), ...(rest > 0 ? [`and ${rest} more`] : [])].join(separator);
}
