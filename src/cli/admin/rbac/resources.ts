/** Short forms `argocd` takes. */
const shortForms: Readonly<Record<string, string>> = {
  account: "accounts",
  app: "applications",
  apps: "applications",
  application: "applications",
  applicationset: "applicationsets",
  cert: "certificates",
  certs: "certificates",
  certificate: "certificates",
  cluster: "clusters",
  extension: "extensions",
  gpgkey: "gpgkeys",
  key: "gpgkeys",
  log: "logs",
  proj: "projects",
  projs: "projects",
  project: "projects",
  repo: "repositories",
  repos: "repositories",
  repository: "repositories",
};

const everyday = ["get", "create", "update", "delete"];

/** Which actions there are; one that ends with a slash takes a path behind it, and may go without. */
const actionsOf: Readonly<Record<string, readonly string[]>> = {
  accounts: ["get", "create", "update"],
  applications: ["get", "create", "update/", "delete/", "sync", "rollback", "override", "action/"],
  applicationsets: everyday,
  certificates: everyday,
  clusters: everyday,
  exec: ["create"],
  extensions: ["invoke"],
  gpgkeys: ["get", "create", "delete"],
  logs: ["get"],
  projects: everyday,
  repositories: everyday,
  "write-repositories": everyday,
};

export function resolveResource(name: string): string {
  return shortForms[name] ?? name;
}

/** What is wrong with a request nobody will ever make. */
export function findRequestProblem({ action, resource }: { readonly action: string; readonly resource: string }): string | undefined {
  const actions = Object.hasOwn(actionsOf, resource) ? actionsOf[resource] : undefined;
  if (actions === undefined) return `'${resource}' is not a valid resource name: there are ${Object.keys(actionsOf).join(", ")}`;
  const [verb = "", ...path] = action.split("/");
  const known = path.length === 0 ? actions.includes(verb) || actions.includes(`${verb}/`) : actions.includes(`${verb}/`);
  return known ? undefined : `'${action}' is not a valid action for ${resource}: there are ${actions.map((each) => each.replace("/", "[/…]")).join(", ")}`;
}
