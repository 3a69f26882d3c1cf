import type { Command } from "commander";
import type { CliDeps } from "../../deps.ts";
import { addQuestion, type QuestionFlags } from "./question.ts";

export function addRbacCan(rbac: Command, deps: CliDeps): void {
  const command = rbac.command("can").description("whether a role, user or group may do something: prints Yes or No and ends with 0 or 1");
  addQuestion(command, deps, ({ allowed }, { quiet }: QuestionFlags) => {
    if (quiet !== true) deps.stdout.write(allowed ? "Yes\n" : "No\n");
  });
}
