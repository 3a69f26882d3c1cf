import { Option } from "commander";
import { isRecord } from "../../../kube/index.ts";
import { listOption } from "../../flags.ts";
import { absent, special, type Field } from "./field.ts";
import { withoutImages, withoutNamed } from "./merge.ts";
import type { Block } from "./set-at.ts";

/** The flags that take overrides of a source back. */
export function createUnsetFields(): readonly Field[] {
  return [
    special(listOption("-p, --parameter <name>", "Helm parameter, of --helm-set-file too"), "helm", (helm, names) => withoutParameters(helm, wordsOf(names))),
    special(listOption("--values <file>", "Helm values file"), "helm.valueFiles", (files, names) => withoutNamed(files, wordsOf(names))),
    special(new Option("--values-literal", "Helm values given as text or object"), "helm", (helm) => without(helm, ["values", "valuesObject"])),
    absent("--ignore-missing-value-files", "Helm values files must exist again", "helm.ignoreMissingValueFiles"),
    absent("--pass-credentials", "send credentials to the chart's own host only", "helm.passCredentials"),
    absent("--nameprefix", "Kustomize name prefix", "kustomize.namePrefix"),
    absent("--namesuffix", "Kustomize name suffix", "kustomize.nameSuffix"),
    absent("--kustomize-namespace", "namespace Kustomize puts objects into", "kustomize.namespace"),
    special(listOption("--kustomize-image <image>", "image override, by the name of the image"), "kustomize.images", (images, names) => withoutImages(images, wordsOf(names))),
    special(listOption("--kustomize-replica <name>", "replicas of a workload"), "kustomize.replicas", (replicas, names) => withoutNamed(replicas, wordsOf(names))),
    absent("--ignore-missing-components", "Kustomize components must exist again", "kustomize.ignoreMissingComponents"),
    absent("--ref", "name by which value files of other sources refer to this one", "ref"),
  ];
}

function withoutParameters(helm: unknown, names: readonly string[]): Block | undefined {
  if (!isRecord(helm)) return undefined;
  const lists = { parameters: withoutNamed(helm["parameters"], names), fileParameters: withoutNamed(helm["fileParameters"], names) };
  const kept = Object.entries(lists).filter(([, list]) => list !== undefined);
  return nonEmpty({ ...without(helm, ["parameters", "fileParameters"]), ...Object.fromEntries(kept) });
}

function without(block: unknown, names: readonly string[]): Block | undefined {
  return isRecord(block) ? nonEmpty(Object.fromEntries(Object.entries(block).filter(([name]) => !names.includes(name)))) : undefined;
}

function nonEmpty(block: Block): Block | undefined {
  return Object.keys(block).length === 0 ? undefined : block;
}

function wordsOf(names: unknown): readonly string[] {
  return Array.isArray(names) ? names.map(String) : [];
}
