import type { Reason } from "./enforcer.ts";
import type { LinePlace } from "./policy-line.ts";

const askers = { default: "default role", subject: "subject", group: "group" } as const;

/** What decided, for people: the line, how the asker comes to its subject, and where each stands. */
export function describeReason(reason: Reason): string {
  if (reason.kind === "none") return "no line matches, and what nothing allows is refused";
  const { as, name, line, chain } = reason;
  const steps = chain.map((grant) => `${grant.role} by ${place(grant)} "${grant.text}"`);
  return [`${place(line)} "${line.text}"`, `for ${askers[as]} "${name}"`, ...steps.map((step) => `which is ${step}`)].join(", ");
}

function place({ source, line }: LinePlace): string {
  return `${source}:${line}`;
}
