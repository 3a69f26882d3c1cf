import { SillageError } from "../../errors/index.ts";
import type { ContextEntry, LocalConfig, ServerEntry, UserEntry } from "./local-config.ts";

/** A context with what it points at. */
export interface ResolvedContext {
  readonly name: string;
  readonly server: ServerEntry;
  readonly user: UserEntry;
}

/** The context of that name, the current one when there is no name; `undefined` when none is current. Throws `notFound`, and `invalid` when it points nowhere. */
export function resolveContext(config: LocalConfig, wanted?: string): ResolvedContext | undefined {
  const name = wanted ?? config.currentContext;
  if (name === "") return undefined;
  const context = config.contexts.find((each) => each.name === name);
  if (context === undefined) throw new SillageError("notFound", `There is no context "${name}": \`sillage context\` lists those there are, \`sillage login\` makes one`);
  const server = config.servers.find((each) => each.server === context.server);
  if (server === undefined) throw new SillageError("invalid", `Context "${name}" is of a server that is not in the file: log in again`);
  return { name, server, user: config.users.find((each) => each.name === context.user) ?? { name: context.user } };
}

/** With this context, server and user instead of those of the same names; the context is the current one from now on. */
export function putContext(config: LocalConfig, entry: { readonly name: string; readonly server: ServerEntry; readonly user: Omit<UserEntry, "name"> }): LocalConfig {
  const { name, server, user } = entry;
  const context: ContextEntry = { name, server: server.server, user: name };
  return {
    ...config,
    currentContext: name,
    contexts: replaceBy("name", config.contexts, context),
    servers: replaceBy("server", config.servers, server),
    users: replaceBy("name", config.users, { name, ...user }),
  };
}

/** Without the context, its user, and its server unless another context is of it. None is current then, if this one was. */
export function removeContext(config: LocalConfig, name: string): LocalConfig {
  const context = resolveContext(config, name);
  const contexts = config.contexts.filter((each) => each.name !== name);
  return {
    ...config,
    currentContext: config.currentContext === name ? "" : config.currentContext,
    contexts,
    servers: config.servers.filter(({ server }) => server !== context?.server.server || contexts.some((each) => each.server === server)),
    users: config.users.filter((user) => user.name !== context?.user.name || contexts.some((each) => each.user === user.name)),
  };
}

/** Without the tokens of this context: it stays, so that `relogin` knows where to. */
export function removeTokens(config: LocalConfig, name: string): LocalConfig {
  const userName = resolveContext(config, name)?.user.name;
  return { ...config, users: config.users.map((user) => (user.name === userName ? { name: user.name } : user)) };
}

function replaceBy<K extends string, T extends Readonly<Record<K, string>>>(key: K, entries: readonly T[], entry: T): readonly T[] {
  const found = entries.some((each) => each[key] === entry[key]);
  return found ? entries.map((each) => (each[key] === entry[key] ? entry : each)) : [...entries, entry];
}
