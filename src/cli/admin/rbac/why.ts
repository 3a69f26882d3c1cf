import type { Command } from "commander";
import { describeDecision } from "../../../rbac/index.ts";
import type { CliDeps } from "../../deps.ts";
import { addQuestion, type QuestionFlags } from "./question.ts";

export function addRbacWhy(rbac: Command, deps: CliDeps): void {
  const command = rbac.command("why").description("like can, and which line of which key allows or denies it, and by which grants");
  addQuestion(command, deps, (decision, { quiet }: QuestionFlags) => {
    if (quiet !== true) deps.stdout.write(`${decision.allowed ? "Yes" : "No"}: ${describeDecision(decision)}\n`);
  });
}
