import { Option, type Command } from "commander";
import type { CliSettings } from "./connection/index.ts";
import { listOption, parseCount, parseTruth } from "./flags.ts";

/** The flags that every command takes, before and after its name. */
export function addGlobalFlags(program: Command): void {
  program
    .option("--server <address>", "Sillage server, such as cd.example.com or http://127.0.0.1:8080 (environment: SILLAGE_SERVER, ARGOCD_SERVER)")
    .option("--auth-token <token>", "bearer token; better given by the environment (SILLAGE_AUTH_TOKEN, ARGOCD_AUTH_TOKEN)")
    .option("--argocd-context <name>", "context to use instead of the current one")
    .option("--config <file>", "the file of contexts (default: ~/.config/sillage/config, then that of argocd)")
    .option("--core", "no server: work straight on the Kubernetes API, with the rights of your kubeconfig")
    .option("--kube-context <name>", "context of the kubeconfig, with --core")
    .option("--insecure", "take any certificate of the server")
    .option("--plaintext", "plain HTTP")
    .option("--server-crt <file>", "authority of the server's certificate, PEM")
    .option("--client-crt <file>", "client certificate, PEM")
    .option("--client-crt-key <file>", "its key, PEM")
    .addOption(listOption("-H, --header <header>", "header for proxies on the way, as 'Name: value'"))
    .option("--grpc-web-root-path <path>", "path at which a proxy serves Sillage")
    .addOption(new Option("--http-retry-max <count>", "how often to try again when the server cannot be reached").argParser(parseCount))
    .addOption(new Option("--prompts-enabled [bool]", "ask before something is deleted").argParser(parseTruth))
    .addOption(new Option("--loglevel <level>", "taken for argocd's sake").choices(["debug", "info", "warn", "error"]).hideHelp())
    .addOption(new Option("--logformat <format>", "taken for argocd's sake").choices(["json", "text"]).hideHelp())
    .addOption(new Option("--grpc-web", "taken for argocd's sake").hideHelp());
}

/** The flags as the parser gives them. */
export interface GlobalFlags {
  readonly server?: string;
  readonly authToken?: string;
  readonly argocdContext?: string;
  readonly config?: string;
  readonly core?: true;
  readonly kubeContext?: string;
  readonly insecure?: true;
  readonly plaintext?: true;
  readonly serverCrt?: string;
  readonly clientCrt?: string;
  readonly clientCrtKey?: string;
  readonly header?: readonly string[];
  readonly grpcWebRootPath?: string;
  readonly httpRetryMax?: number;
  readonly promptsEnabled?: boolean;
}

/** What the command line says of the connection. */
export function readSettings(command: Command): CliSettings {
  const flags = command.optsWithGlobals<GlobalFlags>();
  const settings: CliSettings = {
    server: flags.server,
    authToken: flags.authToken,
    contextName: flags.argocdContext,
    configFile: flags.config,
    kubeContext: flags.kubeContext,
    serverCertificateFile: flags.serverCrt,
    clientCertificateFile: flags.clientCrt,
    clientKeyFile: flags.clientCrtKey,
    rootPath: flags.grpcWebRootPath,
    isCore: flags.core,
    isInsecure: flags.insecure,
    isPlain: flags.plaintext,
    httpRetryMax: flags.httpRetryMax,
    headers: flags.header,
  };
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
}
