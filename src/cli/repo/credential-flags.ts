import { Option, type Command } from "commander";
import { SillageError } from "../../errors/index.ts";
import type { CliDeps } from "../deps.ts";

/** Ways into a Git server. */
export interface CredentialFlags {
  readonly username?: string;
  readonly password?: string;
  readonly passwordStdin?: true;
  readonly bearerToken?: string;
  readonly sshPrivateKeyPath?: string;
  readonly tlsClientCertPath?: string;
  readonly tlsClientCertKeyPath?: string;
}

export function addCredentialFlags(command: Command): Command {
  return command
    .option("--username <user>", "user name for https")
    .addOption(new Option("--password <password>", "password or token for https; the environment keeps it out of the process list").env("SILLAGE_REPO_PASSWORD"))
    .option("--password-stdin", "read the password from standard input")
    .addOption(new Option("--bearer-token <token>", "bearer token for https").env("SILLAGE_REPO_BEARER_TOKEN"))
    .option("--ssh-private-key-path <file>", "private key for ssh")
    .option("--tls-client-cert-path <file>", "client certificate for https, PEM")
    .option("--tls-client-cert-key-path <file>", "its key, PEM");
}

/** The fields of a repository or template, secrets read from where they are. Throws `invalid`. */
export async function readCredentials(flags: CredentialFlags, deps: CliDeps): Promise<Readonly<Record<string, string | undefined>>> {
  const { username, bearerToken, sshPrivateKeyPath: keyPath, tlsClientCertPath: certPath, tlsClientCertKeyPath: certKeyPath } = flags;
  if ((certPath === undefined) !== (certKeyPath === undefined)) throw new SillageError("invalid", "--tls-client-cert-path and --tls-client-cert-key-path belong together");
  const read = async (path: string | undefined): Promise<string | undefined> => (path === undefined ? undefined : deps.readFile(path));
  return {
    username,
    password: flags.passwordStdin === true ? await readPassword(deps) : flags.password,
    bearerToken,
    sshPrivateKey: await read(keyPath),
    tlsClientCertData: await read(certPath),
    tlsClientCertKey: await read(certKeyPath),
  };
}

/** Without the line end that `echo` adds. */
async function readPassword(deps: CliDeps): Promise<string> {
  const password = (await deps.readFile("-")).replace(/\r?\n$/, "");
  if (password === "") throw new SillageError("invalid", "No password on standard input");
  return password;
}
