import { isSillageError, SillageError } from "../../errors/index.ts";
import type { Call } from "../operation/index.ts";
import type { AccountServiceDeps } from "./deps.ts";

interface PasswordChange {
  readonly newPassword: string;
  readonly currentPassword?: string;
  /** Somebody else's, when given. */
  readonly name?: string;
}

/** Who logged in with SSO has no password to prove itself with, so its session must be this young. */
const youngSeconds = 300;

/** Changes a password; whoever asks proves itself once more, so that a session left open is not enough. The caller has been admitted. */
export async function changePassword(call: Call, change: PasswordChange, deps: Pick<AccountServiceDeps, "accountWriter" | "sessions" | "clock">): Promise<void> {
  const { ctx, caller } = call;
  const name = change.name === undefined || change.name === "" ? caller.subject : change.name;
  if (caller.issuer === "argocd") await provePassword(call, change.currentPassword ?? "", deps);
  else if (deps.clock.now() / 1_000 - (caller.issuedAt ?? 0) > youngSeconds) throw new SillageError("invalid", "The SSO session is too old to change a password: log in again");
  await deps.accountWriter.changePassword(ctx, { name, password: change.newPassword });
}

async function provePassword({ ctx, caller }: Call, password: string, { sessions }: Pick<AccountServiceDeps, "sessions">): Promise<void> {
  const username = caller.subject;
  if (username.startsWith("proj:")) throw new SillageError("invalid", `Only local accounts have passwords, and "${username}" is a project role`);
  try {
    await sessions.checkPassword(ctx, { username, password });
  } catch (error) {
    if (!isSillageError(error, "unauthenticated")) throw error;
    throw new SillageError("invalid", "current password does not match");
  }
}
