import { generateKeyPairSync, randomBytes } from "node:crypto";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { stringify } from "yaml";
import { files } from "./programs.ts";

export interface Tokens {
  readonly admin: string;
  readonly controllerManager: string;
}

/** Writes the service account key and the token file of the API server. */
export async function writeCredentials(folder: string): Promise<Tokens> {
  const tokens = { admin: randomBytes(24).toString("hex"), controllerManager: randomBytes(24).toString("hex") };
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  await writeFile(path.join(folder, files.signingKey), privateKey.export({ type: "pkcs8", format: "pem" }), { mode: 0o600 });
  const lines = [`${tokens.admin},admin,admin,system:masters`, `${tokens.controllerManager},system:kube-controller-manager,kube-controller-manager,system:masters`];
  await writeFile(path.join(folder, files.tokens), `${lines.join("\n")}\n`, { mode: 0o600 });
  return tokens;
}

/** A kubeconfig with one context called `sillage`. */
export async function writeKubeconfig(file: string, access: { readonly url: string; readonly ca: Buffer; readonly token: string }): Promise<void> {
  const config = {
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name: "sillage", cluster: { server: access.url, "certificate-authority-data": access.ca.toString("base64") } }],
    users: [{ name: "sillage", user: { token: access.token } }],
    contexts: [{ name: "sillage", context: { cluster: "sillage", user: "sillage" } }],
    "current-context": "sillage",
  };
  await writeFile(file, stringify(config), { mode: 0o600 });
}
