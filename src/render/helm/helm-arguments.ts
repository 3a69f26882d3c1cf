import type { HelmOptions } from "../../api/index.ts";

export interface HelmCall {
  readonly options: HelmOptions;
  readonly appName: string;
  readonly namespace: string;
  readonly kubeVersion: string | undefined;
  readonly apiVersions: readonly string[];
  /** Folder of the chart on this machine. */
  readonly chart: string;
  /** Value files on this machine, the last one wins. */
  readonly valueFiles: readonly string[];
  /** Name of the parameter and file on this machine. */
  readonly fileParameters: readonly { readonly name: string; readonly file: string }[];
}

/** The arguments of `helm template` for a source, in Argo CD's order of precedence. */
export function toHelmArguments(call: HelmCall): string[] {
  const { options } = call;
  const kubeVersion = options.kubeVersion ?? call.kubeVersion;
  const apiVersions = options.apiVersions === undefined || options.apiVersions.length === 0 ? call.apiVersions : options.apiVersions;
  return [
    "template",
    options.releaseName || call.appName,
    call.chart,
    "--namespace",
    options.namespace || call.namespace,
    ...(kubeVersion === undefined || kubeVersion === "" ? [] : ["--kube-version", kubeVersion]),
    ...call.valueFiles.flatMap((file) => ["--values", file]),
    ...(options.parameters ?? []).flatMap(({ name, value = "", forceString }) => [forceString === true ? "--set-string" : "--set", `${name}=${escapeCommas(value)}`]),
    ...call.fileParameters.flatMap(({ name, file }) => ["--set-file", `${name}=${escapeCommas(file)}`]),
    ...apiVersions.flatMap((version) => ["--api-versions", version]),
    options.skipCrds === true ? "--skip-crds" : "--include-crds",
    ...(options.skipTests === true ? ["--skip-tests"] : []),
    ...(options.skipSchemaValidation === true ? ["--skip-schema-validation"] : []),
  ];
}

/** A comma separates parameters for Helm; here it is part of a value, unless the value is a list in braces. */
function escapeCommas(value: string): string {
  return value.startsWith("{") && value.endsWith("}") ? value : value.replace(/(?<!\\),/g, String.raw`\,`);
}
