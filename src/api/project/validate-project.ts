import { describeWindow, findWindowProblem, identifyWindow } from "../windows/sync-window.ts";
import type { AppProject, AppProjectSpec } from "./app-project.ts";

/** What is wrong with a project, with the kind of error that Argo CD gives for it. */
export interface ProjectProblem {
  readonly code: "invalidArgument" | "alreadyExists" | "outOfRange";
  readonly message: string;
}

const longestDescription = 255;

/** Everything that is wrong with a well-formed project, but for the policies of its roles, which `rbac` judges; empty when it makes sense. */
export function validateProject({ spec }: AppProject): ProjectProblem[] {
  return [
    ...validateDescription("spec.description", spec.description),
    ...validateDestinations(spec),
    ...validateSources(spec),
    ...findRepeated(spec.sourceNamespaces ?? []).map((namespace) => invalid(`source namespace '${namespace}' already added`)),
    ...(spec.roles ?? []).flatMap(({ name, description }) => validateDescription(`description of role '${name}'`, description)),
    ...validateWindows(spec),
    ...validateServiceAccounts(spec),
  ];
}

function validateDestinations({ destinations = [] }: AppProjectSpec): ProjectProblem[] {
  const keys = destinations.map(({ server = "", name = "", namespace = "" }) => `${server === "" ? name : server}/${namespace}`);
  const denials = destinations.flatMap(({ server, name, namespace }) =>
    [server === "!*" ? "server" : [], name === "!*" ? "name" : [], namespace === "!*" ? "namespace" : []].flat().map((field) => `${field} has an invalid format, '!*'`),
  );
  return [...findRepeated(keys).map((key) => invalid(`destination '${key}' already added`)), ...denials.map((message) => invalid(message))];
}

function validateSources({ sourceRepos = [] }: AppProjectSpec): ProjectProblem[] {
  const denials = sourceRepos.includes("!*") ? [invalid("source repository has an invalid format, '!*'")] : [];
  return [...findRepeated(sourceRepos).map((url) => invalid(`source repository '${url}' already added`)), ...denials];
}

function validateWindows({ syncWindows = [] }: AppProjectSpec): ProjectProblem[] {
  const seen = new Set<string>();
  return syncWindows.flatMap((window) => {
    const name = describeWindow(window);
    const identity = identifyWindow(window);
    const again = seen.has(identity) ? [{ code: "alreadyExists" as const, message: `${name} already exists, update or edit it` }] : [];
    seen.add(identity);
    const problem = findWindowProblem(window);
    const isAimless = [window.applications, window.namespaces, window.clusters].every((list = []) => list.length === 0);
    return [
      ...again,
      ...(problem === undefined ? [] : [invalid(`${name}: ${problem}`)]),
      ...validateDescription(`description of ${name}`, window.description),
      ...(isAimless ? [{ code: "outOfRange" as const, message: `${name} requires one of applications, clusters and namespaces` }] : []),
    ];
  });
}

function validateServiceAccounts({ destinationServiceAccounts = [] }: AppProjectSpec): ProjectProblem[] {
  const keys = destinationServiceAccounts.map(({ server, namespace = "" }) => `${server}/${namespace}`);
  const values = destinationServiceAccounts.flatMap(({ server, namespace = "", defaultServiceAccount }) => {
    const where = `destination service account of '${server}/${namespace}'`;
    const isNamed = defaultServiceAccount.trim() !== "" && !/[!*[\]{}\\/]/.test(defaultServiceAccount);
    const isDenial = server === "!*" || namespace === "!*" || server.startsWith("!") || namespace.startsWith("!");
    return [...(isNamed ? [] : [`${where}: '${defaultServiceAccount}' is no name of a service account`]), ...(isDenial ? [`${where}: denials have no meaning here`] : [])];
  });
  return [...findRepeated(keys).map((key) => `destination service account of '${key}' already added`), ...values].map((message) => invalid(message));
}

function validateDescription(field: string, text = ""): ProjectProblem[] {
  return text.length > longestDescription ? [invalid(`${field} is ${text.length} characters long, at most ${longestDescription} are allowed`)] : [];
}

function findRepeated(texts: readonly string[]): readonly string[] {
  return [...new Set(texts.filter((text, index) => texts.indexOf(text) !== index))];
}

function invalid(message: string): ProjectProblem {
  return { code: "invalidArgument", message };
}
