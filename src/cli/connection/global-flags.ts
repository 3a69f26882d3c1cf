import { Option, type Command } from "commander";
import { getBoolean, getList, getNumber, getString } from "../../kube/index.ts";
import type { CliSettings } from "../deps.ts";
import { listOption, parseCount, parseTruth } from "../flags.ts";

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

/** What the command line says of the connection. */
export function readSettings(command: Command): CliSettings {
  const flags: unknown = command.optsWithGlobals();
  const headers = getList(flags, "header").filter((header) => typeof header === "string");
  const settings: CliSettings = {
    server: getString(flags, "server"),
    authToken: getString(flags, "authToken"),
    contextName: getString(flags, "argocdContext"),
    configFile: getString(flags, "config"),
    kubeContext: getString(flags, "kubeContext"),
    serverCertificateFile: getString(flags, "serverCrt"),
    clientCertificateFile: getString(flags, "clientCrt"),
    clientKeyFile: getString(flags, "clientCrtKey"),
    rootPath: getString(flags, "grpcWebRootPath"),
    isCore: getBoolean(flags, "core"),
    isInsecure: getBoolean(flags, "insecure"),
    isPlain: getBoolean(flags, "plaintext"),
    httpRetryMax: getNumber(flags, "httpRetryMax"),
    headers: headers.length === 0 ? undefined : headers,
  };
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
}
