/**
 * Writes `src/kube/schema/generated/`: the schema of every built-in kind, from the model classes of the Kubernetes client and our annotation table.
 * Does nothing when neither has changed. The folder is not committed.
 */
import { createHash } from "node:crypto";
import { mkdir, readFile, readdir, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { buildDescriptions, buildSchema } from "./schema/build-schema.ts";
import { nameDefinitions } from "./schema/name-definitions.ts";
import { readApis, readModels } from "./schema/read-models.ts";

const root = dirname(import.meta.dirname);
const packageFolder = join(root, "node_modules/@kubernetes/client-node");
const outputFolder = join(root, "src/kube/schema/generated");

async function generate(): Promise<string> {
  const source = await describeSource();
  if ((await readSource()) === source) return `Schema is up to date (${source})`;
  const models = await readModels(packageFolder);
  const names = nameDefinitions(models, await readApis(packageFolder));
  const schema = buildSchema(source, models, names);
  await mkdir(outputFolder, { recursive: true });
  await replaceFile("descriptions.json.gz", gzipSync(JSON.stringify(buildDescriptions(models, names)), { level: 9 }));
  await replaceFile("schema.json", JSON.stringify(schema));
  return `Schema generated: ${Object.keys(schema.definitions).length} definitions, ${Object.keys(schema.kinds).length} kinds (${source})`;
}

/** Client version and a hash of everything of ours that shapes the output. */
async function describeSource(): Promise<string> {
  const { version } = JSON.parse(await readFile(join(packageFolder, "package.json"), "utf8"));
  const hash = createHash("sha256");
  const own = (await readdir(join(import.meta.dirname, "schema"))).toSorted();
  for (const file of own) hash.update(await readFile(join(import.meta.dirname, "schema", file)));
  return `client-node ${version}, ${hash.digest("hex").slice(0, 12)}`;
}

async function readSource(): Promise<string | undefined> {
  const text = await readFile(join(outputFolder, "schema.json"), "utf8").catch(() => "{}");
  return JSON.parse(text).source;
}

/** Never leaves half a file to a reader or to a run that was interrupted. */
async function replaceFile(name: string, content: string | Uint8Array): Promise<void> {
  const temporary = join(outputFolder, `.${name}.${process.pid}`);
  await writeFile(temporary, content);
  await rename(temporary, join(outputFolder, name));
}

console.log(await generate());
