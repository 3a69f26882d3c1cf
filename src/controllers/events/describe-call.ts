import { getList, getString } from "../../kube/index.ts";
import type { EventFact, EventReason, EventSubject } from "./event.ts";

/** A call of the API that has succeeded. */
export interface SucceededCall {
  /** Such as `ApplicationService/Sync`. */
  readonly operation: string;
  readonly username: string;
  readonly request: unknown;
}

interface Rule {
  readonly reason: EventReason;
  readonly kind: EventSubject["kind"];
  /** What was done, after the name of the person. */
  readonly action: (request: unknown) => string;
}

/** Argo CD's words for what people do by the API. What is not here is no event. */
const rules: Readonly<Record<string, Rule>> = {
  "ApplicationService/Create": ofApplication("ResourceCreated", () => "created application"),
  "ApplicationService/Update": ofApplication("ResourceUpdated", () => "updated application"),
  "ApplicationService/UpdateSpec": ofApplication("ResourceUpdated", () => "updated application spec"),
  "ApplicationService/Patch": ofApplication("ResourceUpdated", () => "patched application"),
  "ApplicationService/Delete": ofApplication("ResourceDeleted", () => "deleted application"),
  "ApplicationService/Sync": ofApplication("OperationStarted", describeSync),
  "ApplicationService/Rollback": ofApplication("OperationStarted", () => "initiated rollback"),
  "ApplicationService/TerminateOperation": ofApplication("ResourceUpdated", () => "terminated running operation"),
  "ApplicationService/PatchResource": ofApplication("ResourceUpdated", (request) => `patched resource ${formatResource(request)}`),
  "ApplicationService/DeleteResource": ofApplication("ResourceDeleted", (request) => `deleted resource ${formatResource(request)}`),
  "ApplicationService/RunResourceAction": ofApplication("ResourceActionRan", describeAction),
  "ApplicationService/RunResourceActionV2": ofApplication("ResourceActionRan", describeAction),
  "ProjectService/Create": ofProject("ResourceCreated", "created project"),
  "ProjectService/Update": ofProject("ResourceUpdated", "updated project"),
  "ProjectService/Delete": ofProject("ResourceDeleted", "deleted project"),
  "ProjectService/CreateToken": ofProject("ResourceCreated", "created token"),
  "ProjectService/DeleteToken": ofProject("ResourceDeleted", "deleted token"),
};

/** What a call did to which object; `undefined` when nobody need be told. */
export function describeCall({ operation, username, request }: SucceededCall, controlNamespace: string): { readonly subject: EventSubject; readonly fact: EventFact } | undefined {
  const rule = rules[operation];
  if (rule === undefined) return undefined;
  const { kind, reason, action } = rule;
  const name =
    kind === "Application" ? nameOfApplication(request) : (getString(request, "project", "metadata", "name") ?? getString(request, "project") ?? getString(request, "name"));
  const namespace = kind === "Application" ? (getString(request, "application", "metadata", "namespace") ?? getString(request, "appNamespace") ?? "") : "";
  return {
    subject: { kind, namespace: namespace === "" ? controlNamespace : namespace, name: name ?? "" },
    fact: { type: "Normal", reason, message: `${username === "" ? "Unknown user" : username} ${action(request)}` },
  };
}

function ofApplication(reason: EventReason, action: (request: unknown) => string): Rule {
  return { kind: "Application", reason, action };
}

function ofProject(reason: EventReason, action: string): Rule {
  return { kind: "AppProject", reason, action: () => action };
}

function nameOfApplication(request: unknown): string | undefined {
  return getString(request, "application", "metadata", "name") ?? getString(request, "name");
}

function describeSync(request: unknown): string {
  const isPartial = getList(request, "resources").length > 0;
  const isLocal = getList(request, "manifests").length > 0;
  const revision = getString(request, "revision") ?? "";
  const what = isPartial ? "initiated partial sync" : "initiated sync";
  return isLocal ? `${what} locally` : revision === "" ? what : `${what} to ${revision}`;
}

function describeAction(request: unknown): string {
  return `ran action ${getString(request, "action") ?? ""} on resource ${formatResource(request)}`;
}

/** `apps/Deployment 'web'` */
function formatResource(request: unknown): string {
  const group = getString(request, "group") ?? "";
  return `${group === "" ? "" : `${group}/`}${getString(request, "kind") ?? ""} '${getString(request, "resourceName") ?? ""}'`;
}
