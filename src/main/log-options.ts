import { Option } from "commander";
import { getString } from "../kube/index.ts";
import { createLog, type Log, logFormats, logLevels, type LogOptions } from "../log/index.ts";

/** The flags of `sillage server` about its log; Argo CD's names work too. */
export function logOptions(): readonly Option[] {
  return [
    new Option("--loglevel, --log-level <level>", "how much is logged (default: server.log.level of argocd-cmd-params-cm, then info)").choices(logLevels).env("SILLAGE_LOG_LEVEL"),
    new Option("--logformat, --log-format <format>", "how it is logged (default: server.log.format of argocd-cmd-params-cm, then json)")
      .choices(logFormats)
      .env("SILLAGE_LOG_FORMAT"),
  ];
}

/** Flags, then `argocd-cmd-params-cm`, then the defaults, also for what makes no sense there. */
export function chooseLogOptions(flags: Readonly<Record<string, unknown>>, parameters: Readonly<Record<string, string>>): LogOptions {
  const said = (key: string): string | undefined => parameters[`server.log.${key}`] || parameters[`controller.log.${key}`];
  const level = getString(flags, "logLevel") ?? said("level");
  const format = getString(flags, "logFormat") ?? said("format");
  return { level: logLevels.find((known) => known === level) ?? "info", format: logFormats.find((known) => known === format) ?? "json" };
}

/** The log by what the command line and the settings say. */
export function openLog(flags: Readonly<Record<string, unknown>>): (parameters: Readonly<Record<string, string>>) => Log {
  return (parameters) => createLog(chooseLogOptions(flags, parameters));
}
