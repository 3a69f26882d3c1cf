import type { Command } from "commander";
import { createAccountsView } from "../../accounts/index.ts";
import { SillageError } from "../../errors/index.ts";
import { getStringMap, isKubeObject, type KubeObject } from "../../kube/index.ts";
import { parseDocuments } from "../../kube/yaml/index.ts";
import { createLog } from "../../log/index.ts";
import { parseRbacSettings } from "../../rbac/index.ts";
import { parseGlobalProjects, parseSettings, readSecretKey } from "../../settings/index.ts";
import { parseSsoSettings } from "../../sso/index.ts";
import type { CliDeps, ClusterFlags } from "../deps.ts";
import { unwantedOutcome } from "../exit-code.ts";
import { fetchNamed } from "./fetch-named.ts";

interface ValidateFlags extends ClusterFlags {
  readonly argocdCmPath?: string;
  readonly argocdSecretPath?: string;
  readonly argocdRbacCmPath?: string;
  readonly namespace: string;
}

interface SettingsObjects {
  readonly general: KubeObject | undefined;
  readonly secret: KubeObject | undefined;
  readonly rbac: KubeObject | undefined;
}

interface Problem {
  readonly object: string;
  readonly key: string;
  readonly message: string;
}

export function addValidateSettings(settings: Command, deps: CliDeps): void {
  settings
    .command("validate")
    .description("say what a server would not understand: of files, or of a cluster when no file is given; exit code 1 when there is something")
    .option("--argocd-cm-path <file>", "manifest of argocd-cm")
    .option("--argocd-secret-path <file>", "manifest of argocd-secret")
    .option("--argocd-rbac-cm-path <file>", "manifest of argocd-rbac-cm")
    .option("-n, --namespace <namespace>", "namespace of the installation", "argocd")
    .option("--kubeconfig <file>", "kubeconfig of the cluster")
    .option("--context <name>", "context of the kubeconfig")
    .action(async (flags: ValidateFlags) => {
      const problems = findProblems(await loadObjects(flags, deps));
      for (const { object, key, message } of problems) deps.stdout.write(`${object}: ${key}: ${message}\n`);
      if (problems.length > 0) throw unwantedOutcome(`${problems.length} settings would not be understood`);
      deps.stdout.write("Settings are valid\n");
    });
}

async function loadObjects({ argocdCmPath, argocdSecretPath, argocdRbacCmPath, ...flags }: ValidateFlags, deps: CliDeps): Promise<SettingsObjects> {
  const paths = [argocdCmPath, argocdSecretPath, argocdRbacCmPath];
  if (paths.some((path) => path !== undefined)) {
    const [general, secret, rbac] = await Promise.all(paths.map(async (path) => (path === undefined ? undefined : readObject(path, deps))));
    return { general, secret, rbac };
  }
  const client = await deps.openCluster(flags);
  const [general, secret, rbac] = await Promise.all([
    fetchNamed(deps, client, { kind: "ConfigMap", namespace: flags.namespace, name: "argocd-cm" }),
    fetchNamed(deps, client, { kind: "Secret", namespace: flags.namespace, name: "argocd-secret" }),
    fetchNamed(deps, client, { kind: "ConfigMap", namespace: flags.namespace, name: "argocd-rbac-cm" }),
  ]);
  return { general, secret, rbac };
}

async function readObject(file: string, deps: CliDeps): Promise<KubeObject> {
  const value = parseDocuments(await deps.readFile(file), { file })[0]?.value;
  if (!isKubeObject(value)) throw new SillageError("invalid", `"${file}" holds no manifest`);
  return value;
}

/** The same readers as the server's. */
function findProblems({ general, secret, rbac }: SettingsObjects): readonly Problem[] {
  const accounts = createAccountsView({ getConfigMap: () => general, getSecret: () => secret, log: createLog({ level: "silent" }) }).get();
  const resolve = (reference: string): string | undefined => secret && readSecretKey(secret, reference.replace(/^\$/, ""));
  const globals = parseGlobalProjects(getStringMap(general, "data")["globalProjects"]);
  const ofGeneral = [...parseSettings(general).problems, ...globals.problems, ...parseSsoSettings({ configMap: general, resolve }).problems];
  return [
    ...ofGeneral.map(({ key, message }) => ({ object: "argocd-cm", key, message })),
    ...accounts.problems.map(({ key, message }) => ({ object: "accounts", key, message })),
    ...parseRbacSettings(getStringMap(rbac, "data")).problems.map(({ source, line, message }) => ({
      object: "argocd-rbac-cm",
      key: line === undefined ? source : `${source}:${line}`,
      message,
    })),
  ];
}
