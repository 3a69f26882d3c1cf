import path from "node:path";
import type { Command } from "commander";
import { describeError, isSillageError } from "../../errors/index.ts";
import { isKubeObject } from "../../kube/index.ts";
import { parseDocuments } from "../../kube/yaml/index.ts";
import type { Manifest } from "../../render/view/index.ts";
import { lintSealedSecrets, parseCertificates } from "../../seal/index.ts";
import type { CliDeps } from "../deps.ts";
import { unwantedOutcome } from "../exit-code.ts";
import { listOption } from "../flags.ts";
import { formatOutput } from "../output/print.ts";
import { formatOption, type SealFlags } from "./flags.ts";
import { readCertificateText } from "./open-certificate.ts";
import { findPlain, findRenderRoots, type RenderRoot, type TreeDocument } from "./find-render-roots.ts";
import { openSealDeps, type SealDeps } from "./seal-deps.ts";
import { listObjects } from "./sealed-documents.ts";

interface LintFlags extends SealFlags {
  readonly allowPlaintext?: readonly string[];
}

interface Problem {
  readonly code: string;
  readonly message: string;
  readonly file: string;
  readonly line: number;
}

export function addSealLint(seal: Command, deps: CliDeps): void {
  seal
    .command("lint <folder>")
    .description("check the SealedSecrets of a working tree, offline and as Kustomize and Helm render them, and find Secrets in clear: exit code 1 when something is wrong")
    .option("--cert <file|url>", "certificates of the cluster, in one PEM file; without them keys are not checked")
    .addOption(listOption("--allow-plaintext <namespace/name>", "a Secret that may stand in clear"))
    .addOption(formatOption("print a list instead of lines"))
    .action(async (folder: string, _options: unknown, self: Command) => lintFolder(await openSealDeps(deps), folder, self.optsWithGlobals<LintFlags>()));
}

async function lintFolder(deps: SealDeps, folder: string, flags: LintFlags): Promise<void> {
  const { problems: unread, documents } = await readDocuments(deps, folder);
  const sources = documents.flatMap(({ file, line, value: document }) =>
    listObjects(document).flatMap(({ value }): Manifest[] => (isKubeObject(value) ? [{ object: value, origin: { file, line } }] : [])),
  );
  const { problems: unrendered, renderings } = await renderRoots(deps, findRenderRoots(documents));
  const certificates = flags.cert === undefined ? [] : parseCertificates(await readCertificateText(deps, flags.cert));

  const all = [...renderings, findPlain(sources, renderings)];
  const findings = lintSealedSecrets({ sources, renderings: all, certificates, now: deps.clock.now(), allowedSecrets: flags.allowPlaintext ?? [] });
  const problems: readonly Problem[] = [...unread, ...unrendered, ...findings];
  const wide = (): string => problems.map(({ file, line, code, message }) => `${file}:${line}: ${code} ${message}\n`).join("");
  deps.stdout.write(formatOutput(flags.format ?? "wide", { value: problems, names: () => [], wide }));
  if (problems.length > 0) throw unwantedOutcome(problems.length === 1 ? "1 problem" : `${problems.length} problems`);
}

async function readDocuments({ world }: SealDeps, folder: string): Promise<{ readonly documents: readonly TreeDocument[]; readonly problems: readonly Problem[] }> {
  const files = await world.listManifests(folder);
  const charts = files.filter((file) => path.basename(file) === "Chart.yaml").map((file) => path.join(path.dirname(file), "templates", path.sep));
  const documents: TreeDocument[] = [];
  const problems: Problem[] = [];
  for (const file of files) {
    // Templates are no YAML before Helm has been there.
    if (charts.some((templates) => file.startsWith(templates))) continue;
    try {
      const text = Buffer.from(await world.readBytes(file)).toString("utf8");
      documents.push(...parseDocuments(text, { file, confidential: true }).map((document) => ({ file, ...document })));
    } catch (error) {
      problems.push({ code: "SEAL-UNREADABLE", message: messageOf(error), file, line: 1 });
    }
  }
  return { documents, problems };
}

async function renderRoots(
  deps: SealDeps,
  roots: readonly RenderRoot[],
): Promise<{ readonly renderings: readonly (readonly Manifest[])[]; readonly problems: readonly Problem[] }> {
  const renderings: (readonly Manifest[])[] = [];
  const problems: Problem[] = [];
  for (const { kind, folder, file } of roots) {
    try {
      renderings.push(await deps.world.renderManifests(folder, deps));
    } catch (error) {
      const message = messageOf(error);
      // Its values may stand elsewhere, and helm may not be installed: that is no fault of the tree.
      if (kind === "chart") deps.stderr.write(`Passed over: chart "${folder}" cannot be rendered: ${message}\n`);
      else problems.push({ code: "SEAL-UNRENDERED", message, file, line: 1 });
    }
  }
  return { renderings, problems };
}

/** A broken file is a finding; anything else, such as an interrupt, ends the command. */
function messageOf(error: unknown): string {
  if (!isSillageError(error) || error.code === "canceled") throw error;
  return describeError(error);
}
