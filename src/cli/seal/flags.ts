import { Option, type Command } from "commander";
import { sealingScopes, type SealingScope } from "../../seal/index.ts";
import type { ControllerFlags } from "./world.ts";

export type Format = "json" | "yaml";

/** kubeseal's flags by kubeseal's names. */
export interface SealFlags extends ControllerFlags {
  readonly format?: Format;
  readonly cert?: string;
  readonly fetchCert?: true;
  readonly scope?: SealingScope;
  readonly secretFile?: string;
  readonly sealedSecretFile?: string;
  readonly name?: string;
  readonly namespace?: string;
  readonly allowEmptyData?: true;
  readonly raw?: true;
  readonly fromFile?: readonly string[];
  readonly mergeInto?: string;
  readonly reEncrypt?: true;
  readonly validate?: true;
  readonly recoveryUnseal?: true;
  readonly recoveryPrivateKey?: readonly string[];
  readonly force?: true;
}

export function addSealFlags(command: Command): void {
  command
    .addOption(formatOption("format of the output; json unless the output file ends in .yaml"))
    .addOption(new Option("-f, --secret-file <file>", "read this file instead of standard input"))
    .addOption(new Option("-w, --sealed-secret-file <file>", "write this file instead of standard output"))
    .addOption(
      new Option(
        "--scope <scope>",
        "where the result may be used: only under this name and namespace, in this namespace, anywhere (default: what the Secret's annotations say, else strict)",
      ).choices([...sealingScopes]),
    )
    .option("--name <name>", "name of the Secret, instead of its own")
    .option("-n, --namespace <namespace>", "namespace of the Secret, instead of its own")
    .option("--allow-empty-data", "seal Secrets without any item")
    .option("--fetch-cert", "print the certificate, to be used with --cert")
    .option("--raw", "seal one value and print only the sealed text")
    .addOption(filesOption("--from-file <[key=]file>", "the value of --raw; - or nothing for standard input"))
    .option("--merge-into <file>", "add or replace the items in this SealedSecret file, in place; everything else in it stays")
    .option("--re-encrypt", "let the controller encrypt a SealedSecret anew with its newest key")
    .option("--validate", "ask the controller whether it can open a SealedSecret")
    .option("--recovery-unseal", "open SealedSecrets with private keys and print the Secrets")
    .addOption(privateKeyOption())
    .option("--force", "print secrets on a terminal, too");
  addCertificateFlags(command);
}

/** What seals: a certificate at hand, or the controller's. */
export function addCertificateFlags(command: Command): void {
  command.addOption(new Option("--cert <file|url>", "certificate to seal with; no cluster is needed then").env("SEALED_SECRETS_CERT"));
  addControllerFlags(command);
}

function addControllerFlags(command: Command): void {
  command
    .addOption(
      new Option("--controller-name <name>", 'Service of a sealed-secrets controller in the cluster, instead of the Sillage server (default: "sealed-secrets-controller")').env(
        "SEALED_SECRETS_CONTROLLER_NAME",
      ),
    )
    .addOption(new Option("--controller-namespace <namespace>", 'its namespace (default: "kube-system")').env("SEALED_SECRETS_CONTROLLER_NAMESPACE"));
  addClusterFlags(command);
}

export function addClusterFlags(command: Command): void {
  command.option("--kubeconfig <file>", "kubeconfig of the cluster").option("--context <name>", "its context");
}

export function formatOption(description: string): Option {
  return new Option("-o, --format <format>", description).choices(["json", "yaml"]);
}

export function privateKeyOption(): Option {
  return filesOption("--recovery-private-key <files>", "private keys: PEM files, key Secrets or lists of them, separated by commas");
}

function filesOption(flags: string, description: string): Option {
  return new Option(flags, `${description}; may be repeated`).argParser<readonly string[] | undefined>((value, all) => [
    ...(all ?? []),
    ...value.split(",").filter((file) => file !== ""),
  ]);
}
