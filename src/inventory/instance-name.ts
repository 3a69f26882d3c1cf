export interface ApplicationRef {
  readonly namespace: string;
  readonly name: string;
}

/** The name by which objects refer to their application. */
export function formatInstanceName(ref: ApplicationRef, controlNamespace: string): string {
  return ref.namespace === controlNamespace ? ref.name : `${ref.namespace}_${ref.name}`;
}

/** The application an instance name stands for. Names of Kubernetes objects contain no underscore, so it can be told apart. */
export function parseInstanceName(instance: string, controlNamespace: string): ApplicationRef {
  const at = instance.indexOf("_");
  return at < 0 ? { namespace: controlNamespace, name: instance } : { namespace: instance.slice(0, at), name: instance.slice(at + 1) };
}
