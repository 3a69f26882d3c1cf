import { deepEqual } from "node:assert/strict";
import { test } from "node:test";
import { createCommand } from "commander";
import { chooseLogOptions, logOptions } from "./log-options.ts";

test("the log is as the flags say, by our names or Argo CD's, then as the settings say", () => {
  const cases = [
    { argv: [], parameters: {}, want: { level: "info", format: "json" } },
    { argv: ["--log-level", "warn", "--log-format=text"], parameters: { "server.log.level": "debug" }, want: { level: "warn", format: "text" } },
    { argv: ["--loglevel", "error", "--logformat", "text"], parameters: {}, want: { level: "error", format: "text" } },
    { argv: [], parameters: { "server.log.level": "debug", "server.log.format": "text", "controller.log.level": "warn" }, want: { level: "debug", format: "text" } },
    { argv: [], parameters: { "controller.log.level": "warn", "controller.log.format": "yaml" }, want: { level: "warn", format: "json" } },
  ];
  for (const { argv, parameters, want } of cases) {
    const command = createCommand();
    for (const option of logOptions()) command.addOption(option);
    deepEqual(chooseLogOptions(command.parse(argv, { from: "user" }).opts(), parameters), want);
  }
});
