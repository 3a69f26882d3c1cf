import { readdir, readFile } from "node:fs/promises";
import { isKubeObject, type KubeObject } from "../kube/index.ts";
import { parseDocuments } from "../kube/yaml/index.ts";

const folder = new URL("../../deploy/crds/", import.meta.url);

/** The CustomResourceDefinitions of the product, from `deploy/crds`. */
export async function readDefinitions(): Promise<readonly KubeObject[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith(".yaml")).toSorted();
  const texts = await Promise.all(files.map(async (file) => ({ file, text: await readFile(new URL(file, folder), "utf8") })));
  return texts.flatMap(({ file, text }) => parseDocuments(text, { file }).map((document) => document.value)).filter(isKubeObject);
}
