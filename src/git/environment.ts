import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { GitAccess, GitCredentials } from "./access.ts";

type Environment = Readonly<Record<string, string>>;

interface Remote {
  readonly url: string;
  readonly access: GitAccess;
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

/** Calls back with the environment for talking to a remote. Secrets travel in it, an SSH key in a private folder that is removed afterwards. */
export async function withRemoteEnvironment<T>({ url, access }: Remote, fn: (env: Environment) => Promise<T>): Promise<T> {
  const extra: [string, string][] = [];
  if (access.insecure === true) extra.push(["http.sslVerify", "false"]);
  const header = access.credentials === undefined ? undefined : authorizationOf(access.credentials);
  if (header !== undefined) extra.push(["http.extraHeader", `Authorization: ${header}`]);
  const env = toEnvironment([...settings, ...extra]);
  if (/^(?:https?|file):/i.test(url)) return fn(env);
  const folder = await mkdtemp(path.join(tmpdir(), "sillage-git-"));
  try {
    return await fn({ ...env, GIT_SSH_COMMAND: await prepareSsh(folder, access) });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
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
