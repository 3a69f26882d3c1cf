import type { TLSSocket } from "node:tls";
import type { User } from "../api-request.ts";

/** The user of each bearer token. */
export type Tokens = ReadonlyMap<string, User>;

/** Who the request comes from, by its token or its connection's client certificate; `undefined` when it proves nothing true. */
export function authenticate(tokens: Tokens, authorization: string | undefined, socket: TLSSocket): User | undefined {
  const token = /^Bearer\s+(.+)$/i.exec(authorization ?? "")?.[1];
  if (token !== undefined) return tokens.get(token.trim());
  return authorization === undefined ? userOfCertificate(socket) : undefined;
}

function userOfCertificate(socket: TLSSocket): User | undefined {
  if (!socket.authorized) return undefined;
  const { CN: name, O: organisations } = socket.getPeerCertificate().subject ?? {};
  if (typeof name !== "string" || name === "") return undefined;
  const groups = organisations === undefined ? [] : [organisations].flat();
  return { name, groups: [...groups, "system:authenticated"] };
}
