import { X509Certificate } from "node:crypto";
import type { Command } from "commander";
import { SillageError } from "../../errors/index.ts";
import { connectFrom } from "../connect.ts";
import type { CliDeps } from "../deps.ts";

export function addCertAddTls(cert: Command, deps: CliDeps): void {
  cert
    .command("add-tls <host>")
    .description("trust certificates of a Git server: sillage cert add-tls git.example.com --from ca.pem")
    .option("--from <file>", "file of certificates in PEM (default: standard input)", "-")
    .option("--upsert", "replace certificates that are different")
    .action(async (serverName: string, { from, upsert }: { readonly from: string; readonly upsert?: true }, command: Command) => {
      const certificates = parsePem(await deps.readFile(from));
      if (certificates.length === 0) throw new SillageError("invalid", "No certificate in the input: it takes PEM, with BEGIN CERTIFICATE");
      const certData = Buffer.from(certificates.join("\n")).toString("base64");
      const client = await connectFrom(command, deps);
      await client.createCertificates([{ serverName, certType: "https", certData }], { signal: deps.signal, upsert: upsert === true });
      deps.stdout.write(`Created TLS entry for repository server ${serverName} with ${certificates.length} PEM certificates\n`);
    });
}

/** Each certificate once. Throws `invalid` when one cannot be read. */
function parsePem(text: string): readonly string[] {
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  return [...new Map(blocks.map((block, index) => [fingerprintOf(block, index + 1), block])).values()];
}

function fingerprintOf(block: string, position: number): string {
  try {
    return new X509Certificate(block).fingerprint256;
  } catch (cause) {
    throw new SillageError("invalid", `Certificate ${position} of the input cannot be read`, { cause });
  }
}
