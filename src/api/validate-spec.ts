import type { ApplicationSource } from "./application-source.ts";
import type { ApplicationSpec, Destination } from "./application-spec.ts";

/** What is wrong with a well-formed spec, each as one sentence; empty when it makes sense. */
export function validateSpec(spec: ApplicationSpec): string[] {
  return [...validateDestination(spec.destination), ...validateSources(spec)];
}

/** The sources in force: `sources` wins over `source`. */
export function sourcesOf(spec: { readonly source?: ApplicationSource; readonly sources?: readonly ApplicationSource[] }): readonly ApplicationSource[] {
  if (spec.sources !== undefined && spec.sources.length > 0) return spec.sources;
  return spec.source === undefined ? [] : [spec.source];
}

/** Whether the application syncs without a person. */
export function isAutomated({ syncPolicy }: ApplicationSpec): boolean {
  return syncPolicy?.automated !== undefined && syncPolicy.automated.enabled !== false;
}

function validateDestination({ server = "", name = "" }: Destination): string[] {
  if (server !== "" && name !== "") return [`spec.destination: has both server "${server}" and name "${name}", only one may be set`];
  return server === "" && name === "" ? ["spec.destination: one of server and name must be set"] : [];
}

function validateSources(spec: ApplicationSpec): string[] {
  const sources = sourcesOf(spec);
  if (sources.length === 0) return ["spec.source: a source with repoURL and path is required"];
  const prefix = spec.sources !== undefined && spec.sources.length > 0 ? (index: number) => `spec.sources[${index}]` : () => "spec.source";
  return sources.flatMap((source, index) => validateSource(source, prefix(index)));
}

function validateSource(source: ApplicationSource, field: string): string[] {
  const problems: string[] = [];
  const { path = "", chart = "", ref = "" } = source;
  if (source.repoURL === "") problems.push(`${field}.repoURL: must not be empty`);
  if (path === "" && chart === "" && ref === "") problems.push(`${field}: one of path, chart and ref must be set`);
  if (chart !== "" && ref !== "") problems.push(`${field}: chart and ref cannot be used together`);
  const tools = [source.helm, source.kustomize, source.directory, source.plugin].filter((tool) => tool !== undefined);
  if (tools.length > 1) problems.push(`${field}: only one of helm, kustomize, directory and plugin may be set`);
  return problems;
}
