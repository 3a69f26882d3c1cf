import { describeError, type ErrorCode, type SillageError } from "../errors/index.ts";
import { isRefusedLogin } from "./exit-code.ts";

const hints: Partial<Readonly<Record<ErrorCode, string>>> = {
  unauthenticated: "Log in with `sillage login SERVER`, or again with `sillage relogin`",
  forbidden: "`sillage account can-i ACTION RESOURCE OBJECT` says what you may do, `sillage admin settings rbac why` says by which line",
};

/** What a person reads when a command fails: one sentence, and on a terminal what to try next when the code knows it. */
export function describeFailure(failure: SillageError, { isTerminal }: { readonly isTerminal: boolean }): string {
  const hint = isTerminal && !isRefusedLogin(failure) ? hints[failure.code] : undefined;
  return `Error: ${describeError(failure)}\n${hint === undefined ? "" : `Hint: ${hint}\n`}`;
}
