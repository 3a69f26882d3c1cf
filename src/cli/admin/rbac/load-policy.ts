import type { Command } from "commander";
import { parseAppProject } from "../../../api/index.ts";
import { describeError, isSillageError, toSillageError } from "../../../errors/index.ts";
import { getString, getStringMap, type KubeClient, type KubeObject } from "../../../kube/index.ts";
import { parseDocuments } from "../../../kube/yaml/index.ts";
import {
  defaultRbacSettings,
  parsePolicy,
  parseRbacSettings,
  projectOf,
  type AccessRequest,
  type EnforcerOptions,
  type PolicyProblem,
  type RbacSettings,
} from "../../../rbac/index.ts";
import type { CliDeps, ClusterFlags } from "../../deps.ts";
import { unwantedOutcome } from "../../exit-code.ts";

export interface PolicyFlags extends ClusterFlags {
  readonly policyFile?: string;
  readonly namespace?: string;
}

/** A policy with what else a server at that place would decide by. */
export interface LoadedPolicy extends Pick<EnforcerOptions, "fineGrainedInheritance" | "getProject"> {
  readonly settings: RbacSettings;
  readonly problems: readonly PolicyProblem[];
}

export function addPolicyFlags(command: Command): void {
  command
    .option("--policy-file <file>", "policy to ask: CSV, or a ConfigMap such as argocd-rbac-cm; - is standard input")
    .option("-n, --namespace <namespace>", "ask argocd-rbac-cm of this namespace of the cluster, with the roles of its projects")
    .option("--kubeconfig <file>", "kubeconfig of that cluster")
    .option("--context <name>", "context of the kubeconfig");
}

/** The policy the flags name. Whatever keeps it from being read is an outcome with exit code 1, as with Argo CD. */
export async function loadPolicy(deps: CliDeps, command: Command, { flags, request }: { readonly flags: PolicyFlags; readonly request?: AccessRequest }): Promise<LoadedPolicy> {
  const { policyFile, namespace } = flags;
  if ((policyFile === undefined) === (namespace === undefined)) command.error("error: give either --policy-file or --namespace", { exitCode: 1 });
  try {
    if (policyFile !== undefined) return { ...readPolicyText(await deps.readFile(policyFile), policyFile), getProject: () => undefined };
    return await fetchPolicy(deps, await deps.openCluster(flags), { namespace: namespace ?? "", request });
  } catch (error) {
    const failure = toSillageError(error);
    if (failure.code === "canceled") throw failure;
    throw unwantedOutcome(`Cannot read the policy: ${describeError(failure)}`);
  }
}

export function describeProblem({ source, line, message }: PolicyProblem): string {
  return `${source}${line === undefined ? "" : `:${line}`}: ${message}`;
}

/** A ConfigMap, else CSV. */
function readPolicyText(text: string, file: string): Pick<LoadedPolicy, "settings" | "problems"> {
  const data = readConfigMapData(text, file);
  if (data !== undefined) return parseRbacSettings(data);
  const { lines, problems } = parsePolicy(text, { source: file });
  return { settings: { ...defaultRbacSettings, lines }, problems };
}

function readConfigMapData(text: string, file: string): Readonly<Record<string, string>> | undefined {
  try {
    const value = parseDocuments(text, { file })[0]?.value;
    return getString(value, "kind") === "ConfigMap" ? getStringMap(value, "data") : undefined;
  } catch (error) {
    if (isSillageError(error)) return undefined;
    throw error;
  }
}

async function fetchPolicy(
  deps: CliDeps,
  client: KubeClient,
  { namespace, request }: { readonly namespace: string; readonly request: AccessRequest | undefined },
): Promise<LoadedPolicy> {
  const fetchNamed = async (type: { readonly group: string; readonly version: string; readonly kind: string }, name: string): Promise<KubeObject | undefined> => {
    const resource = await client.discovery.findByKind(type, deps);
    return resource && client.fetchObject(resource, { namespace, name }, deps);
  };
  const configMap = { group: "", version: "v1", kind: "ConfigMap" };
  const rbac = await fetchNamed(configMap, "argocd-rbac-cm");
  if (rbac === undefined) throw unwantedOutcome(`There is no ConfigMap "argocd-rbac-cm" in namespace "${namespace}"`);
  const settings = await fetchNamed(configMap, "argocd-cm");
  const projectName = request === undefined ? undefined : projectOf(request);
  const found = projectName === undefined ? undefined : await fetchNamed({ group: "argoproj.io", version: "v1alpha1", kind: "AppProject" }, projectName);
  const project = found && parseAppProject(found);
  return {
    ...parseRbacSettings(getStringMap(rbac, "data")),
    fineGrainedInheritance: getString(settings, "data", "server.rbac.disableApplicationFineGrainedRBACInheritance") === "false",
    getProject: () => project,
  };
}
