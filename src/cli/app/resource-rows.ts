import { matchGlob, type Application, type HealthStatus, type ResourceResult } from "../../api/index.ts";

/** One row of an application's resources, as `app get` and `app wait` print it. */
export interface ResourceRow {
  readonly group: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly status: string;
  readonly health: string;
  readonly hook: string;
  readonly message: string;
}

export const resourceHeader = ["GROUP", "KIND", "NAMESPACE", "NAME", "STATUS", "HEALTH", "HOOK", "MESSAGE"] as const;

/** The cells of a row under `resourceHeader`. */
export function cellsOf(row: ResourceRow): readonly string[] {
  return [row.group, row.kind, row.namespace, row.name, row.status, row.health, row.hook, row.message];
}

/** Which resources a person means: all that match an entry, but none that match an excluding one. `*` stands for any text; without a namespace, in any. */
export interface ResourceChoice {
  readonly group: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
  readonly exclude?: true;
}

/** Whether the resource is among the chosen; with no choice, every one is. */
export function isChosen(
  resource: { readonly group?: string; readonly kind: string; readonly namespace?: string; readonly name: string },
  choices: readonly ResourceChoice[],
): boolean {
  const { group = "", kind, namespace = "", name } = resource;
  const matches = (choice: ResourceChoice): boolean =>
    matchGlob(choice.group, group) && matchGlob(choice.kind, kind) && matchGlob(choice.name, name) && (choice.namespace === undefined || matchGlob(choice.namespace, namespace));
  const including = choices.filter(({ exclude }) => exclude !== true);
  const isExcluded = choices.some((choice) => choice.exclude === true && matches(choice));
  return !isExcluded && (including.length === 0 || including.some(matches));
}

/** The chosen resources with what the last sync said of each; what is there no longer, hooks and pruned objects, is listed from the result. */
export function listResourceRows({ status }: Application, choices: readonly ResourceChoice[] = []): readonly ResourceRow[] {
  const results = new Map((status.operationState?.syncResult?.resources ?? []).map((result) => [identity(result), result]));
  const present = (status.resources ?? []).map((resource) => {
    const result = results.get(identity(resource));
    results.delete(identity(resource));
    return toRow(resource, { status: resource.status ?? result?.hookPhase, hook: result?.hookType, message: result?.message });
  });
  const past = [...results.values()].filter((result) => result.hookType !== undefined || result.status === "Pruned");
  return [...present, ...past.map(toPastRow)].filter((row) => isChosen(row, choices));
}

/** Of a hook, how it ended; of an object, what was done to it. */
function toPastRow({ group, kind, namespace, name, status, hookType: hook, hookPhase, message }: ResourceResult): ResourceRow {
  return toRow({ group, kind, namespace, name }, { status: hook === undefined ? status : hookPhase, hook, message });
}

interface Shown {
  readonly group?: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
  readonly health?: HealthStatus | undefined;
}

function toRow(
  { group = "", kind, namespace = "", name, health }: Shown,
  seen: { readonly status: string | undefined; readonly hook: string | undefined; readonly message: string | undefined },
): ResourceRow {
  const { status = "", hook = "", message = health?.message ?? "" } = seen;
  return { group, kind, namespace, name, status, health: health?.status ?? "", hook, message };
}

function identity({ group = "", kind, namespace = "", name }: Shown): string {
  return `${group}/${kind}/${namespace}/${name}`;
}
