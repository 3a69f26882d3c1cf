import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { SillageError, isSillageError } from "../../errors/index.ts";
import { exec } from "../../exec/index.ts";
import { parseDocuments, stringifyYaml } from "../../kube/yaml/index.ts";
import { materializeDirectory, withTemporaryFolder } from "../materialize.ts";
import { toManifests } from "../to-manifests.ts";
import type { Tool, ToolInput } from "../tool.ts";
import type { Manifest } from "../view/index.ts";
import { toHelmArguments } from "./helm-arguments.ts";
import { findReferencedFile } from "./referenced-file.ts";

export interface HelmToolOptions {
  /** Path or name of the Helm program. */
  readonly program: string;
  readonly timeoutMs: number;
}

/** Charts in Git, through the real `helm template`. Dependencies must be vendored in `charts/`. */
export function createHelmTool({ program, timeoutMs }: HelmToolOptions): Tool {
  return async function renderHelm(ctx, input) {
    return withTemporaryFolder(async (folder) => {
      const chart = path.join(folder, "chart");
      await materializeDirectory(input.view, { path: input.path, target: chart, signal: ctx.signal });
      const args = toHelmArguments({
        options: input.source.helm ?? {},
        appName: input.appName,
        namespace: input.namespace,
        kubeVersion: input.kubeVersion,
        apiVersions: input.apiVersions ?? [],
        chart,
        ...(await writeValues(input, folder)),
      });
      const home = path.join(folder, "home");
      const env = { HELM_CACHE_HOME: home, HELM_CONFIG_HOME: home, HELM_DATA_HOME: home };
      const result = await exec(program, args, { signal: ctx.signal, env, timeoutMs }).catch((error: unknown) => {
        throw explainFailure(error, input.path);
      });
      if (result.exitCode !== 0)
        throw new SillageError("invalid", `Cannot render the chart "${input.path}": ${cleanMessage(result.stderr, folder)}`, { terminal: true, reason: "HelmFailed" });
      return { manifests: parseOutput(result.stdout.toString("utf8"), input.path), warnings: [] };
    });
  };
}

function explainFailure(error: unknown, chart: string): unknown {
  if (!isSillageError(error)) return error;
  const reason = error.code === "unavailable" ? "Helm is not installed or cannot be started" : error.message;
  return new SillageError(error.code, `Cannot render the chart "${chart}": ${reason}`, { cause: error, reason: "HelmUnavailable" });
}

function cleanMessage(stderr: string, folder: string): string {
  const text = stderr.replaceAll(`${folder}/chart/`, "").replaceAll(`${folder}/`, "").trim();
  return (text.startsWith("Error: ") ? text.slice("Error: ".length) : text).replaceAll(/\s*\n\s*/g, "; ");
}

interface Values {
  readonly valueFiles: readonly string[];
  readonly fileParameters: readonly { readonly name: string; readonly file: string }[];
}

/** Puts everything Helm must read besides the chart next to it, under numbers. */
async function writeValues(input: ToolInput, folder: string): Promise<Values> {
  const { valueFiles = [], ignoreMissingValueFiles = false, values = "", valuesObject, fileParameters = [] } = input.source.helm ?? {};
  const target = path.join(folder, "values");
  await mkdir(target);
  let count = 0;
  async function write(content: Uint8Array | string): Promise<string> {
    count += 1;
    const file = path.join(target, `${count}.yaml`);
    await writeFile(file, content, { mode: 0o600 });
    return file;
  }

  const written: string[] = [];
  for (const name of valueFiles) {
    const content = await findReferencedFile(input, name);
    if (content !== undefined) written.push(await write(content));
    else if (!ignoreMissingValueFiles) throw missing("value file", name);
  }
  const inline = valuesObject === undefined ? values : stringifyYaml(valuesObject);
  if (inline !== "") written.push(await write(inline));
  const files: { readonly name: string; readonly file: string }[] = [];
  for (const parameter of fileParameters) {
    const content = await findReferencedFile(input, parameter.path);
    if (content === undefined) throw missing("file of a parameter", parameter.path);
    files.push({ name: parameter.name, file: await write(content) });
  }
  return { valueFiles: written, fileParameters: files };
}

function missing(what: string, name: string): SillageError {
  return new SillageError("invalid", `Cannot find the ${what} "${name}"`, { terminal: true, reason: "ValueFileNotFound" });
}

/** Helm says above each document which template it comes from. */
function parseOutput(text: string, chart: string): Manifest[] {
  const lines = text.split("\n");
  return parseDocuments(text, { file: `${chart} (rendered)` }).flatMap((document) => {
    let at = document.line - 2;
    while (at > 0 && !(lines[at] ?? "").startsWith("# Source: ") && !(lines[at] ?? "").startsWith("---")) at -= 1;
    const template = /^# Source: [^/]+\/(.+)$/.exec(lines[at] ?? "")?.[1] ?? "Chart.yaml";
    const file = chart === "" ? template : `${chart}/${template}`;
    return toManifests([{ value: document.value, line: 1 }], file);
  });
}
