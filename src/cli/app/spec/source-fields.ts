import { Option } from "commander";
import { isRecord } from "../../../kube/index.ts";
import { list, merged, pairs, special, text, truth, type Field } from "./field.ts";
import { addFileParameter, addImage, addParameter, addReplica } from "./merge.ts";

/** The flags that say where a source is and how it is rendered. */
export function createSourceFields(): readonly Field[] {
  return [...createPlaceFields(), ...createHelmFields(), ...createKustomizeFields(), ...createDirectoryFields()];
}

function createPlaceFields(): readonly Field[] {
  return [
    text("--repo <url>", "Git repository, or repository of charts", "repoURL"),
    text("--path <folder>", "folder in the repository", "path"),
    text("--helm-chart <name>", "chart in a repository of charts", "chart"),
    text("--revision <revision>", "branch, tag, commit or version of the chart; HEAD when left out", "targetRevision"),
    text("--ref <name>", "name by which value files of other sources refer to this one, as $name/path", "ref"),
  ];
}

function createHelmFields(): readonly Field[] {
  return [
    list("--values <file>", "Helm values file, relative to the chart", "helm.valueFiles"),
    special(new Option("--values-literal-file <file>", "file of this machine whose text becomes the Helm values"), "helm", setLiteralValues),
    truth("--ignore-missing-value-files", "leave out Helm values files that do not exist", "helm.ignoreMissingValueFiles"),
    text("--release-name <name>", "Helm release name", "helm.releaseName"),
    text("--helm-namespace <namespace>", "namespace for templates, instead of the destination's", "helm.namespace"),
    text("--helm-kube-version <version>", "Kubernetes version for templates, instead of the cluster's", "helm.kubeVersion"),
    list("--helm-api-versions <version>", "API version for templates, instead of the cluster's", "helm.apiVersions"),
    merged("--helm-set <name=value>", "Helm parameter", { path: "helm.parameters", merge: addParameter(false) }),
    merged("--helm-set-string <name=value>", "Helm parameter that is text, whatever it looks like", { path: "helm.parameters", merge: addParameter(true) }),
    merged("--helm-set-file <name=path>", "Helm parameter from a file in the repository", { path: "helm.fileParameters", merge: addFileParameter }),
    merged("-p, --parameter <name=value>", "Helm parameter", { path: "helm.parameters", merge: addParameter(false) }),
    truth("--helm-pass-credentials", "send credentials to every host the chart names", "helm.passCredentials"),
    truth("--helm-skip-crds", "leave out the chart's CustomResourceDefinitions", "helm.skipCrds"),
    truth("--helm-skip-schema-validation", "do not check values against the chart's schema", "helm.skipSchemaValidation"),
    truth("--helm-skip-tests", "leave out the chart's tests", "helm.skipTests"),
  ];
}

function createKustomizeFields(): readonly Field[] {
  return [
    text("--nameprefix <prefix>", "Kustomize name prefix", "kustomize.namePrefix"),
    text("--namesuffix <suffix>", "Kustomize name suffix", "kustomize.nameSuffix"),
    text("--kustomize-namespace <namespace>", "namespace Kustomize puts objects into", "kustomize.namespace"),
    merged("--kustomize-image <image>", "image override [old=]new[:tag][@digest]", { path: "kustomize.images", merge: addImage }),
    merged("--kustomize-replica <name=count>", "replicas of a workload", { path: "kustomize.replicas", merge: addReplica }),
    pairs("--kustomize-common-label <name=value>", "label on every object", "kustomize.commonLabels"),
    pairs("--kustomize-common-annotation <name=value>", "annotation on every object", "kustomize.commonAnnotations"),
    truth("--kustomize-force-common-label", "common labels replace those that are there", "kustomize.forceCommonLabels"),
    truth("--kustomize-force-common-annotation", "common annotations replace those that are there", "kustomize.forceCommonAnnotations"),
    truth("--kustomize-label-without-selector", "common labels stay out of selectors and templates", "kustomize.labelWithoutSelector"),
    truth("--kustomize-label-include-templates", "common labels go into templates, too", "kustomize.labelIncludeTemplates"),
    truth("--ignore-missing-components", "leave out Kustomize components that do not exist", "kustomize.ignoreMissingComponents"),
  ];
}

function createDirectoryFields(): readonly Field[] {
  return [
    truth("--directory-recurse", "plain YAML in sub-folders, too", "directory.recurse"),
    text("--directory-include <glob>", "only these files", "directory.include"),
    text("--directory-exclude <glob>", "not these files", "directory.exclude"),
    text("--config-management-plugin <name>", "plugin that renders", "plugin.name"),
  ];
}

/** Of values as text and as an object, the object wins: it has to go. */
function setLiteralValues(helm: unknown, values: unknown): unknown {
  const { valuesObject: _valuesObject, ...others } = isRecord(helm) ? helm : {};
  return { ...others, values };
}
