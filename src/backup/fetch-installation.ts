import { apiGroup } from "../api/index.ts";
import { SillageError } from "../errors/index.ts";
import { getString, type ApiResource, type KubeClient, type KubeObject } from "../kube/index.ts";
import type { Context } from "../log/index.ts";
import { parseNamespacePatterns } from "../settings/index.ts";
import { configMapNames, selectSecrets } from "./select-objects.ts";

export interface InstallationOptions {
  /** The control namespace. */
  readonly namespace: string;
  /** Globs of other namespaces with Applications; `undefined` leaves it to `argocd-cmd-params-cm`. */
  readonly applicationNamespaces: string | undefined;
  /** The same for ApplicationSets. */
  readonly applicationSetNamespaces: string | undefined;
}

/** What there is of an installation: settings first, applications last. */
export interface Installation {
  readonly objects: readonly KubeObject[];
  /** Whether objects of this kind in this namespace belong to it. */
  readonly isServed: (kind: string, namespace: string) => boolean;
}

/** Throws `invalid` when there is no installation in the namespace. */
export async function fetchInstallation(ctx: Context, client: KubeClient, options: InstallationOptions): Promise<Installation> {
  const { namespace } = options;
  const list = async (resource: ApiResource | undefined, within?: string): Promise<readonly KubeObject[]> =>
    resource === undefined ? [] : (await client.fetchList(resource, { signal: ctx.signal, ...(within === undefined ? {} : { namespace: within }) })).items;
  const [configMap, secret, project, application, applicationSet] = await Promise.all([
    find(ctx, client, { group: "", kind: "ConfigMap" }),
    find(ctx, client, { group: "", kind: "Secret" }),
    find(ctx, client, { group: apiGroup, kind: "AppProject" }),
    find(ctx, client, { group: apiGroup, kind: "Application" }),
    find(ctx, client, { group: apiGroup, kind: "ApplicationSet" }),
  ]);
  if (project === undefined || application === undefined) {
    throw new SillageError("invalid", "The cluster has no Applications and AppProjects: apply their definitions first (`sillage server --install-crds`)");
  }
  const configMaps = await list(configMap, namespace);
  const parameters = configMaps.find(({ metadata }) => metadata.name === "argocd-cmd-params-cm");
  const isServed = createServed(options, parameters);
  const whereOf = (kind: string): string | undefined => (isServed.hasOthers(kind) ? undefined : namespace);
  const [secrets, projects, applications, applicationSets] = await Promise.all([
    list(secret, namespace),
    list(project, namespace),
    list(application, whereOf("Application")),
    list(applicationSet, whereOf("ApplicationSet")),
  ]);
  const settings = configMapNames.flatMap((name) => configMaps.find(({ metadata }) => metadata.name === name) ?? []);
  const served = [...applications, ...applicationSets].filter(({ kind, metadata }) => isServed.test(kind, metadata.namespace ?? ""));
  const argocdCm = settings.find(({ metadata }) => metadata.name === "argocd-cm");
  return { objects: [...settings, ...selectSecrets(secrets, argocdCm), ...projects, ...served], isServed: isServed.test };
}

interface Served {
  hasOthers(kind: string): boolean;
  readonly test: Installation["isServed"];
}

function createServed({ namespace, applicationNamespaces, applicationSetNamespaces }: InstallationOptions, parameters: KubeObject | undefined): Served {
  const texts: Readonly<Record<string, string>> = {
    Application: applicationNamespaces ?? getString(parameters, "data", "application.namespaces") ?? "",
    ApplicationSet: applicationSetNamespaces ?? getString(parameters, "data", "applicationsetcontroller.namespaces") ?? "",
  };
  const patterns = new Map(Object.entries(texts).map(([kind, text]) => [kind, parseNamespacePatterns(text)]));
  return {
    hasOthers: (kind) => (texts[kind] ?? "") !== "",
    test: (kind, candidate) => candidate === namespace || (patterns.get(kind)?.(candidate) ?? false),
  };
}

function find({ signal }: Context, client: KubeClient, { group, kind }: { readonly group: string; readonly kind: string }): Promise<ApiResource | undefined> {
  return client.discovery.findByKind({ group, version: group === "" ? "v1" : "v1alpha1", kind }, { signal });
}
