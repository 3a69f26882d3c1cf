/**
 * YAML as Kubernetes reads and prints it. Promises the values `kubectl` would send for the same text, each document with its line,
 * and errors that name file, line and column. Knows nothing of what the documents mean.
 */
export { parseDocuments, type YamlDocument } from "./parse-documents.ts";
export { stringifyYaml } from "./stringify-yaml.ts";
