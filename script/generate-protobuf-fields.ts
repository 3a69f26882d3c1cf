/**
 * Writes `src/sandbox/protobuf/generated/fields.json`: the field numbers of every message a typed client may send, from the struct tags of the Go
 * modules that `tools/kubernetes` pins. (The tags are the source of the .proto files, and only they say what JSON leaves out when it is zero.)
 * Fails where the structs and `src/kube/schema` disagree. The file is committed: run this after a move to another Kubernetes version.
 */
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { findBuiltin, findDefinition, getBuiltinKinds } from "../src/kube/schema/index.ts";
import { collectMessages } from "./protobuf/collect-messages.ts";

const root = path.resolve(import.meta.dirname, "..");
const kinds = getBuiltinKinds().filter(({ version, kind }) => /^v\d+$/.test(version) && !kind.endsWith("List"));
const roots = [...kinds.map(findBuiltin), findDefinition("io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions")];
const messages = collectMessages(
  roots.filter((struct) => struct !== undefined),
  { "io.k8s.api": findModule("k8s.io/api"), "io.k8s.apimachinery": findModule("k8s.io/apimachinery") },
);
const lines = [...messages].toSorted(([left], [right]) => (left < right ? -1 : 1)).map(([name, message]) => `${JSON.stringify(name)}:${JSON.stringify(message)}`);
const text = `{\n${lines.join(",\n")}\n}\n`;
writeFileSync(path.join(root, "src/sandbox/protobuf/generated/fields.json"), text);
console.log(`Field numbers generated: ${messages.size} messages, ${text.length} bytes`);

/** The folder of a module, downloaded when the module cache does not hold it. */
function findModule(module: string): string {
  const cwd = path.join(root, "tools/kubernetes");
  const { Dir: folder } = JSON.parse(execFileSync("go", ["list", "-m", "-json", module], { cwd, encoding: "utf8" }));
  if (typeof folder !== "string") throw new Error(`Cannot find the Go module "${module}"; run script/tools, or "go mod download" in tools/kubernetes`);
  return folder;
}
