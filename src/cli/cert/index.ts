import type { Command } from "commander";
import type { CliDeps } from "../deps.ts";
import { addCertAddSsh } from "./add-ssh.ts";
import { addCertAddTls } from "./add-tls.ts";
import { addCertList } from "./list.ts";
import { addCertRemove } from "./remove.ts";

export function addCertCommands(program: Command, deps: CliDeps): void {
  const cert = program.command("cert").description("manage certificates and SSH host keys of Git servers");
  addCertAddSsh(cert, deps);
  addCertAddTls(cert, deps);
  addCertList(cert, deps);
  addCertRemove(cert, deps);
}
