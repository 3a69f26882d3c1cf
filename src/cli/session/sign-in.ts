import type { HttpOptions } from "../../client/index.ts";
import type { UserEntry } from "../connection/index.ts";
import type { CliDeps } from "../deps.ts";
import { refusedLogin } from "../exit-code.ts";
import { signInWithSso, type SsoFlags } from "./sign-in-with-sso.ts";

export interface SignInFlags extends SsoFlags {
  readonly sso?: true;
  readonly username?: string;
  readonly password?: string;
}

/** A session on a server: with a password, which is asked for when it is not given, or with single sign-on. */
export async function signIn(http: HttpOptions, flags: SignInFlags, deps: CliDeps): Promise<Omit<UserEntry, "name">> {
  try {
    const client = await deps.openServer(http);
    if (flags.sso === true) return await signInWithSso(client, flags, deps);
    const username = flags.username ?? (await deps.askText("Username: "));
    const password = flags.password ?? (await deps.askSecret("Password: "));
    return { authToken: await client.createSession({ username, password }, deps) };
  } catch (cause) {
    throw refusedLogin(`Cannot log in to "${http.server}"`, cause);
  }
}
