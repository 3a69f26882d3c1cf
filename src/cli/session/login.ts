import { Option, type Command } from "commander";
import type { TlsOptions } from "../../client/index.ts";
import { SillageError } from "../../errors/index.ts";
import { readSettings } from "../global-flags.ts";
import { misusedFlags } from "../exit-code.ts";
import { parseServerEntry, putContext, resolveConnection, type ConnectionFiles, type ServerEntry, type CliSettings } from "../connection/index.ts";
import type { CliDeps } from "../deps.ts";
import { parseCount, parseTruth } from "../flags.ts";
import { signIn, type SignInFlags } from "./sign-in.ts";
import { nameOf } from "../token-claims.ts";

interface LoginOptions extends SignInFlags {
  readonly name?: string;
  readonly skipTestTls?: true;
}

export function addLogin(program: Command, deps: CliDeps): void {
  const login = program
    .command("login [server]")
    .description("log in to a server")
    .option("--name <name>", "name of the context (default: the address of the server)")
    .option("--username <user>", "account to log in as")
    .option("--password <password>", "its password; better typed, or given on standard input")
    .option("--skip-test-tls", "do not look at the server's certificate first");
  addSsoFlags(login);
  login.action(async (address: string | undefined, options: LoginOptions, command: Command) => {
    const settings = readSettings(command);
    const server = address ?? settings.server;
    if (settings.isCore === true) return logInToCore(settings, options.name, deps);
    if (server === undefined) throw misusedFlags("Say where to log in to: `sillage login cd.example.com`");
    await logIn({ ...settings, server, authToken: undefined }, options, deps);
  });
}

/** For `relogin` too. */
export function addSsoFlags(command: Command): void {
  command
    .option("--sso", "log in with single sign-on")
    .addOption(new Option("--sso-port <port>", "port on this machine that the identity provider sends you back to").argParser(parseCount).default(8085))
    .addOption(new Option("--sso-launch-browser [bool]", "open a browser").argParser(parseTruth).default(true))
    .option("--callback <host:port>", "host and port of the address you are sent back to (default: localhost and --sso-port)");
}

async function logIn(settings: CliSettings & { readonly server: string }, options: LoginOptions, deps: CliDeps): Promise<void> {
  const files = await readFiles(settings, deps);
  const entry = await testTls(describeServer(settings, files), { ...options, files }, deps);
  const config = await deps.localConfig.read(settings.configFile);
  const name = options.name ?? entry.server;
  const draft = putContext(config, { name, server: entry, user: {} });
  const connection = resolveConnection({ ...settings, server: undefined, contextName: name }, draft, files);
  if (connection.kind !== "server") throw new SillageError("internal", "A login leads to a server");
  const { token: _none, ...http } = connection.http;
  const user = await signIn(http, options, deps);
  // Somebody may have written the file while a person was typing.
  await deps.localConfig.write(putContext(await deps.localConfig.read(settings.configFile), { name, server: entry, user }), settings.configFile);
  deps.stdout.write(`'${nameOf(user.authToken ?? "")}' logged in successfully\nContext '${name}' updated\n`);
}

async function logInToCore({ configFile }: CliSettings, given: string | undefined, deps: CliDeps): Promise<void> {
  const name = given ?? "kubernetes";
  await deps.localConfig.write(putContext(await deps.localConfig.read(configFile), { name, server: { server: name, isCore: true }, user: {} }), configFile);
  deps.stdout.write(`Context '${name}' updated\n`);
}

function describeServer(settings: CliSettings & { readonly server: string }, files: ConnectionFiles): ServerEntry {
  const { isInsecure, isPlain, rootPath } = settings;
  const encode = (pem: string): string => Buffer.from(pem).toString("base64");
  return {
    ...parseServerEntry(settings.server),
    ...(isPlain === true ? { isPlain } : {}),
    ...(isInsecure === true ? { isInsecure } : {}),
    ...(rootPath === undefined ? {} : { rootPath }),
    ...(files.serverCertificate === undefined ? {} : { certificateAuthorityData: encode(files.serverCertificate) }),
    ...(files.client === undefined ? {} : { clientCertificateData: encode(files.client.certificate), clientCertificateKeyData: encode(files.client.key) }),
  };
}

interface TestOptions {
  readonly skipTestTls?: true;
  readonly files: ConnectionFiles;
}

/** The server as it is to be talked to from now on: what its certificate lacks, a person may let pass. Throws `canceled` when they do not. */
async function testTls(entry: ServerEntry, { skipTestTls, files }: TestOptions, deps: CliDeps): Promise<ServerEntry> {
  if (skipTestTls === true || entry.isPlain === true || entry.isInsecure === true) return entry;
  const tls: TlsOptions = {
    ...(files.serverCertificate === undefined ? {} : { certificateAuthority: files.serverCertificate }),
    ...(files.client === undefined ? {} : { client: files.client }),
  };
  const probe = await deps.probeServer(entry.server, { tls, signal: deps.signal });
  if (probe.kind === "trusted") return entry;
  const [question, accepted]: [string, ServerEntry] =
    probe.kind === "plain"
      ? ["WARNING: the server does not speak TLS, what you type can be read on the way. Proceed?", { ...entry, isPlain: true }]
      : [`WARNING: the server's certificate cannot be trusted (${probe.problem}). Proceed insecurely?`, { ...entry, isInsecure: true }];
  if (!(await deps.confirm(question))) throw new SillageError("canceled", "Not logged in");
  return accepted;
}

async function readFiles({ serverCertificateFile, clientCertificateFile, clientKeyFile }: CliSettings, deps: CliDeps): Promise<ConnectionFiles> {
  const serverCertificate = serverCertificateFile === undefined ? undefined : await deps.readFile(serverCertificateFile);
  const client =
    clientCertificateFile === undefined || clientKeyFile === undefined
      ? undefined
      : { certificate: await deps.readFile(clientCertificateFile), key: await deps.readFile(clientKeyFile) };
  return { ...(serverCertificate === undefined ? {} : { serverCertificate }), ...(client === undefined ? {} : { client }) };
}
