import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** A model class of the Kubernetes client: what its attribute map and its declaration file say. */
export interface Model {
  readonly name: string;
  readonly description: string;
  readonly attributes: readonly ModelAttribute[];
}

export interface ModelAttribute {
  /** The name in JSON. */
  readonly name: string;
  readonly type: string;
  readonly format: string;
  readonly required: boolean;
  readonly description: string;
}

interface RawAttribute {
  readonly name: string;
  readonly baseName: string;
  readonly type: string;
  readonly format: string;
}

/** All model classes of the client package in `packageFolder`, by class name. */
export async function readModels(packageFolder: string): Promise<ReadonlyMap<string, Model>> {
  const folder = join(packageFolder, "dist/gen/models");
  const classes: Readonly<Record<string, { readonly attributeTypeMap?: readonly RawAttribute[] }>> = await import(pathToFileURL(join(folder, "all.js")).href);
  const models = await Promise.all(
    Object.entries(classes).flatMap(([name, { attributeTypeMap }]) => (attributeTypeMap === undefined ? [] : [readModel(join(folder, `${name}.d.ts`), name, attributeTypeMap)])),
  );
  return new Map(models.map((model) => [model.name, model]));
}

async function readModel(file: string, name: string, raw: readonly RawAttribute[]): Promise<Model> {
  const declaration = await readFile(file, "utf8");
  const members = new Map<string, { required: boolean; description: string }>();
  for (const [, comment = "", member = "", optional] of declaration.matchAll(/(?:\/\*\*((?:(?!\*\/)[^])*)\*\/\s*)?^ {4}'([^']+)'(\?)?:/gm)) {
    members.set(member, { required: optional === undefined, description: cleanComment(comment) });
  }
  const own = /\/\*\*((?:(?!\*\/)[^])*)\*\/\s*export declare class/.exec(declaration);
  const attributes = raw.map((attribute) => ({
    name: attribute.baseName,
    type: attribute.type,
    format: attribute.format,
    ...(members.get(attribute.name) ?? { required: false, description: "" }),
  }));
  return { name, description: cleanComment(own?.[1] ?? ""), attributes };
}

function cleanComment(comment: string): string {
  return comment
    .replaceAll(/^\s*\*?\s?/gm, "")
    .replaceAll(/\\(.)/g, "$1")
    .replaceAll("*_/", "*/")
    .trim();
}

/** Which classes each group-version's API serves: `apps/v1` → class names. Classes that no longer exist are left in. */
export async function readApis(packageFolder: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const folder = join(packageFolder, "dist/gen/apis");
  const files = (await readdir(folder)).filter((file) => /V\d\w*Api\.js$/.test(file));
  const apis = await Promise.all(files.map(async (file) => readApi(join(folder, file))));
  return new Map(apis.flat().toSorted(([left], [right]) => Number(right === "v1") - Number(left === "v1") || (left < right ? -1 : 1)));
}

async function readApi(file: string): Promise<readonly [string, readonly string[]][]> {
  const groupVersion = /localVarPath = '\/apis?\/([^']*?v\d\w*)\//.exec(await readFile(file, "utf8"))?.[1];
  const declaration = await readFile(file.replace(/\.js$/, ".d.ts"), "utf8");
  const classes = Array.from(declaration.matchAll(/'\.\.\/models\/(\w+)\.js'/g), ([, name = ""]) => name);
  return groupVersion === undefined ? [] : [[groupVersion, classes]];
}
