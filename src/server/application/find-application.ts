import type { Application } from "../../api/index.ts";
import { SillageError } from "../../errors/index.ts";
import type { Access, Call, Permission } from "../operation/index.ts";
import type { ApplicationCache, ApplicationRef, ApplicationServiceDeps, ApplicationServiceOptions } from "./deps.ts";

/** How a request names an application. */
export interface Named {
  readonly name: string;
  readonly appNamespace?: string;
  readonly project?: string;
}

interface Search {
  readonly applications: ApplicationCache;
  readonly controlNamespace: string;
  readonly action: string;
}

/** An action that depends on the request, and how documents write it. */
export interface RequestedAction<Request> {
  readonly pattern: string;
  of(request: Request): string;
}

/** Access to operations on one application: it must exist, and the caller must be allowed this action on it. */
export type ApplicationAccess = <Request extends Named>(action: string | RequestedAction<Request>) => Access<Request, Application>;

export function createApplicationAccess({ applications }: Pick<ApplicationServiceDeps, "applications">, { namespace }: ApplicationServiceOptions): ApplicationAccess {
  return (action) => ({
    kind: "permitted",
    permissions: [`applications, ${typeof action === "string" ? action : action.pattern}`],
    admit: async (call, request) => findApplication(call, request, { applications, controlNamespace: namespace, action: typeof action === "string" ? action : action.of(request) }),
  });
}

/** The access, and one more permission on the same application. */
export function alsoRequiring<Request>(
  access: Access<Request, Application>,
  { permission: { resource, action }, controlNamespace }: { readonly permission: Omit<Permission, "object">; readonly controlNamespace: string },
): Access<Request, Application> {
  return {
    ...access,
    permissions: [...access.permissions, `${resource}, ${action}`],
    async admit(call, request) {
      const found = await access.admit(call, request);
      call.guard.require({ resource, action, object: rbacObjectOf(found, controlNamespace) });
      return found;
    },
  };
}

/** The object of RBAC: `<project>/<name>`, with the namespace between when it is not the control namespace. */
export function rbacObjectOf({ metadata, spec }: Pick<Application, "metadata" | "spec">, controlNamespace: string): string {
  const { name = "", namespace = controlNamespace } = metadata;
  return namespace === controlNamespace ? `${spec.project}/${name}` : `${spec.project}/${namespace}/${name}`;
}

/**
 * Who does not name the project cannot learn whether an application exists: absent and forbidden both answer `permission denied`, as with Argo CD. Who names
 * it and is allowed there gets `notFound`.
 */
function findApplication({ guard }: Call, request: Named, { applications, controlNamespace, action }: Search): Application {
  const { name, appNamespace = "", project = "" } = request;
  const namespace = appNamespace === "" ? controlNamespace : appNamespace;
  const application = applications.get({ namespace, name });
  if (project !== "") {
    guard.require({ resource: "applications", action, object: rbacObjectOf(nameIn(project, { namespace, name }), controlNamespace) });
    if (application === undefined || application.spec.project !== project) throw doesNotExist({ namespace, name });
    return application;
  }
  if (application === undefined || !guard.isAllowed({ resource: "applications", action, object: rbacObjectOf(application, controlNamespace) })) {
    throw new SillageError("forbidden", `permission denied: there is no application "${name}" in namespace "${namespace}" that you may ${action}`);
  }
  return application;
}

function nameIn(project: string, ref: { readonly namespace: string; readonly name: string }): Pick<Application, "metadata" | "spec"> {
  return { metadata: ref, spec: { project, destination: {} } };
}

export function doesNotExist({ namespace, name }: ApplicationRef): SillageError {
  return new SillageError("notFound", `Application "${name}" does not exist in namespace "${namespace}"`);
}

export function refOf({ metadata }: Application): ApplicationRef {
  return { namespace: metadata.namespace ?? "", name: metadata.name ?? "" };
}
