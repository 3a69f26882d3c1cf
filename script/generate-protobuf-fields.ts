/**
 * Writes `src/sandbox/protobuf/generated/fields.json`: the field numbers of every message a typed client may send, from the struct tags of the Go
 * modules that `tools/kubernetes` pins. (The tags are the source of the .proto files, and only they say what JSON leaves out when it is zero.)
 * Fails where the structs and `src/kube/schema` disagree. The file is committed: run this after a move to another Kubernetes version.
 */
import { writeFileSync } from "node:fs";
import path from "node:path";
import { SillageError } from "../src/errors/index.ts";
import { exec } from "../src/exec/index.ts";
import { getString } from "../src/kube/index.ts";
import { findBuiltin, findDefinition, getBuiltinKinds } from "../src/kube/schema/index.ts";
import { goEnvironment } from "../tools/build-tool.ts";
import { collectMessages } from "./protobuf/collect-messages.ts";

const root = path.resolve(import.meta.dirname, "..");
const kinds = getBuiltinKinds().filter(({ version, kind }) => /^v\d+$/.test(version) && !kind.endsWith("List"));
const roots = [...kinds.map(findBuiltin), findDefinition("io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions")];
const messages = collectMessages(
  roots.filter((struct) => struct !== undefined),
  { "io.k8s.api": await findModule("k8s.io/api"), "io.k8s.apimachinery": await findModule("k8s.io/apimachinery") },
);
const lines = [...messages].toSorted(([left], [right]) => (left < right ? -1 : 1)).map(([name, message]) => `${JSON.stringify(name)}:${JSON.stringify(message)}`);
const text = `{\n${lines.join(",\n")}\n}\n`;
writeFileSync(path.join(root, "src/sandbox/protobuf/generated/fields.json"), text);
console.log(`Field numbers generated: ${messages.size} messages, ${text.length} bytes`);

/** The folder of a module in the module cache. */
async function findModule(module: string): Promise<string> {
  const cwd = path.join(root, "tools/kubernetes");
  const { stdout, stderr } = await exec("go", ["list", "-m", "-json", module], { cwd, env: goEnvironment(), signal: AbortSignal.timeout(60_000) });
  const folder = getString(JSON.parse(stdout.toString("utf8") || "{}"), "Dir");
  if (folder === undefined) throw new SillageError("notFound", `Cannot find the Go module "${module}", run "go mod download" in tools/kubernetes: ${stderr}`);
  return folder;
}
