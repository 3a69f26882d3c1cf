import type { SillageClient } from "../../client/index.ts";
import { SillageError } from "../../errors/index.ts";
import type { CliDeps } from "../deps.ts";
import { misusedFlags } from "../exit-code.ts";
import { qualifiedName } from "./format-application.ts";

interface Selection {
  readonly names: readonly string[];
  readonly selector?: string | undefined;
  readonly projects?: readonly string[] | undefined;
  readonly appNamespace?: string | undefined;
  /** How a command fails that finds none. */
  readonly refuse?: (message: string) => SillageError;
}

const notFound = (message: string): SillageError => new SillageError("notFound", message);

/** The name with its namespace, when that is said somewhere. */
export function qualify(name: string, namespace: string | undefined): string {
  return namespace === undefined || name.includes("/") ? name : `${namespace}/${name}`;
}

/** The applications a command is about: by name, or by label and project. Throws a misuse for neither or both, and when there is none such. */
export async function selectNames(client: SillageClient, deps: CliDeps, selection: Selection): Promise<readonly string[]> {
  const { names, selector, projects = [], appNamespace, refuse = notFound } = selection;
  if (selector === undefined && projects.length === 0) {
    if (names.length === 0) throw misusedFlags("Which application: give a name, or --selector");
    return names.map((name) => qualify(name, appNamespace));
  }
  if (names.length > 0) throw misusedFlags(`Give names or ${selector === undefined ? "--project" : "--selector"}, not both`);
  const filter = { projects, ...(selector === undefined ? {} : { selector }), ...(appNamespace === undefined ? {} : { appNamespace }) };
  const found = await client.fetchApplications({ signal: deps.signal, ...filter });
  if (found.length === 0) throw refuse(`No applications match ${describe({ selector, projects })}`);
  return found.map(qualifiedName).toSorted();
}

function describe({ selector, projects }: { readonly selector: string | undefined; readonly projects: readonly string[] }): string {
  const parts = [selector === undefined ? "" : `selector "${selector}"`, projects.length === 0 ? "" : `project ${projects.join(", ")}`];
  return parts.filter((part) => part !== "").join(" and ");
}
