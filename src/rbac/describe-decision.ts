import type { Decision } from "./enforcer.ts";
import type { LinePlace } from "./policy-line.ts";

const askers = { default: "default role", subject: "subject", group: "group" } as const;

/** What decided, for people: the line, how the asker comes to its subject, and where each stands. */
export function describeDecision({ allowed, reason }: Decision): string {
  if (reason.kind === "none") return "no line matches, and what nothing allows is refused";
  const { as, name, line, chain } = reason;
  const steps = chain.map((grant) => `which is ${grant.role} by ${place(grant)} "${grant.text}"`);
  const broken = !allowed && line.effect !== "deny" ? ["with a regular expression that cannot be compiled and therefore refuses"] : [];
  return [`${place(line)} "${line.text}"`, ...broken, `for ${askers[as]} "${name}"`, ...steps].join(", ");
}

function place({ source, line }: LinePlace): string {
  return `${source}:${line}`;
}
