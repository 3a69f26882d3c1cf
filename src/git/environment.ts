import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { GitAccess, GitCredentials } from "./access.ts";

type Environment = Readonly<Record<string, string>>;

interface Remote {
  readonly url: string;
  readonly access: GitAccess;
  /** The addresses its host may have; none leaves it to Git. Holds for HTTP. */
  readonly addresses: readonly string[];
}

/** Git as we run it: no configuration but ours, no prompts, no hooks, no protocol that could run a program. */
const settings: readonly (readonly [string, string])[] = [
  ["protocol.allow", "never"],
  ["protocol.http.allow", "always"],
  ["protocol.https.allow", "always"],
  ["protocol.ssh.allow", "always"],
  ["protocol.file.allow", "always"],
  ["credential.helper", ""],
  ["core.hooksPath", "/dev/null"],
  ["http.followRedirects", "false"],
  ["http.lowSpeedLimit", "1000"],
  ["http.lowSpeedTime", "30"],
  ["gc.autoDetach", "false"],
  ["gc.pruneExpire", "never"],
  ["maintenance.autoDetach", "false"],
];

export const localEnvironment: Environment = toEnvironment(settings);

/** Calls back with the environment for talking to a remote. Secrets travel in it, keys in a private folder that is removed afterwards. */
export async function withRemoteEnvironment<T>({ url, access, addresses }: Remote, fn: (env: Environment) => Promise<T>): Promise<T> {
  const extra: [string, string][] = [];
  if (access.insecure === true) extra.push(["http.sslVerify", "false"]);
  const header = access.credentials === undefined ? undefined : authorizationOf(access.credentials);
  if (header !== undefined) extra.push(["http.extraHeader", `Authorization: ${header}`]);
  if (addresses.length > 0 && /^https?:/i.test(url)) extra.push(["http.curloptResolve", formatAddresses(url, addresses)]);
  const needsFiles = !/^(?:https?|file):/i.test(url) || access.trustedCertificates !== undefined || access.clientCertificate !== undefined;
  if (!needsFiles) return fn(toEnvironment([...settings, ...extra]));
  const folder = await mkdtemp(path.join(tmpdir(), "sillage-git-"));
  try {
    const env = toEnvironment([...settings, ...extra, ...(await prepareTls(folder, access))]);
    return await fn({ ...env, GIT_SSH_COMMAND: await prepareSsh(folder, access) });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function prepareTls(folder: string, { trustedCertificates, clientCertificate }: GitAccess): Promise<[string, string][]> {
  const files = [
    ["http.sslCAInfo", "ca.pem", trustedCertificates],
    ["http.sslCert", "client.pem", clientCertificate?.certificate],
    ["http.sslKey", "client.key", clientCertificate?.privateKey],
  ] as const;
  const settled: [string, string][] = [];
  for (const [setting, name, content] of files) {
    if (content === undefined) continue;
    const file = path.join(folder, name);
    await writeFile(file, content, { mode: 0o600 });
    settled.push([setting, file]);
  }
  return settled;
}

/** As curl wants it: `host:port:address,address`. */
function formatAddresses(url: string, addresses: readonly string[]): string {
  const { hostname, port, protocol } = new URL(url);
  return `${hostname}:${port === "" ? (protocol === "https:" ? "443" : "80") : port}:${addresses.map((address) => (address.includes(":") ? `[${address}]` : address)).join(",")}`;
}

function authorizationOf(credentials: GitCredentials): string | undefined {
  if (credentials.kind === "bearer") return `Bearer ${credentials.token}`;
  if (credentials.kind === "basic") return `Basic ${Buffer.from(`${credentials.username}:${credentials.password}`).toString("base64")}`;
  return undefined;
}

async function prepareSsh(folder: string, access: GitAccess): Promise<string> {
  const knownHosts = path.join(folder, "known_hosts");
  await writeFile(knownHosts, access.knownHosts ?? "", { mode: 0o600 });
  const options = ["BatchMode=yes", "ConnectTimeout=15", `UserKnownHostsFile=${knownHosts}`, "GlobalKnownHostsFile=/dev/null"];
  options.push(`StrictHostKeyChecking=${access.insecure === true ? "no" : "yes"}`);
  const words = ["ssh", "-F", "/dev/null", ...options.flatMap((option) => ["-o", option])];
  if (access.credentials?.kind === "ssh") {
    const key = path.join(folder, "key");
    await writeFile(key, `${access.credentials.privateKey.trimEnd()}\n`, { mode: 0o600 });
    words.push("-o", "IdentitiesOnly=yes", "-i", key);
  }
  return words.map((word) => `'${word.replaceAll("'", String.raw`'\''`)}'`).join(" ");
}

function toEnvironment(pairs: readonly (readonly [string, string])[]): Environment {
  const env: Record<string, string> = {
    LC_ALL: "C",
    GIT_TERMINAL_PROMPT: "0",
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_CONFIG_COUNT: String(pairs.length),
  };
  for (const [index, [key, value]] of pairs.entries()) {
    env[`GIT_CONFIG_KEY_${index}`] = key;
    env[`GIT_CONFIG_VALUE_${index}`] = value;
  }
  return env;
}
