import { getBoolean, getList, getString } from "../kube/index.ts";
import type { Call } from "./application-path.ts";
import type { Http } from "./http.ts";

/** Who the server takes the caller for. */
export interface UserInfo {
  readonly loggedIn: boolean;
  readonly username?: string;
  readonly iss?: string;
  readonly groups?: readonly string[];
}

export interface SessionCalls {
  /** The token of the new session. Throws `unauthenticated` for a wrong name or password alike. */
  createSession(login: { readonly username: string; readonly password: string }, call: Call): Promise<string>;
  /** Ends the session of the token in use. */
  deleteSession(call: Call): Promise<void>;
  fetchUserInfo(call: Call): Promise<UserInfo>;
}

const path = "/api/v1/session";

export function createSessionCalls(http: Http): SessionCalls {
  return {
    async createSession(login, { signal }) {
      return getString(await http.json("POST", path, { signal, body: login }), "token") ?? "";
    },
    async deleteSession({ signal }) {
      await http.json("DELETE", path, { signal });
    },
    async fetchUserInfo({ signal }) {
      const answer = await http.json("GET", `${path}/userinfo`, { signal });
      const [username, iss] = [getString(answer, "username"), getString(answer, "iss")];
      const groups = getList(answer, "groups").filter((group) => typeof group === "string");
      return {
        loggedIn: getBoolean(answer, "loggedIn") ?? false,
        ...(username === undefined ? {} : { username }),
        ...(iss === undefined ? {} : { iss }),
        ...(groups.length === 0 ? {} : { groups }),
      };
    },
  };
}
