import { parseDurationMs } from "../async/index.ts";
import { getNumber, getString, getStringMap, type KubeObject } from "../kube/index.ts";
import { readSecretKey } from "../settings/index.ts";
import { adminName, secretKeysOf, type Account, type Accounts, type AccountToken, type Capability, type SettingProblem } from "./account.ts";

export interface AccountObjects {
  /** `argocd-cm`. */
  readonly configMap: KubeObject | undefined;
  /** `argocd-secret`. */
  readonly secret: KubeObject | undefined;
}

const defaultSessionMs = 24 * 3_600_000;
const defaultPasswordPattern = "^.{8,32}$";
const yes: ReadonlySet<string> = new Set(["1", "t", "T", "true", "TRUE", "True"]);
const no: ReadonlySet<string> = new Set(["0", "f", "F", "false", "FALSE", "False"]);

/** Whoever reads a setting says so here when it makes no sense. */
type Report = (key: string, message: string) => void;

/** A value that makes no sense is reported and leaves what `last` had, or the default. */
export function parseAccounts({ configMap, secret }: AccountObjects, last?: Accounts): Accounts {
  const problems: SettingProblem[] = [];
  const report: Report = (key, message) => void problems.push({ key, message });
  const data = getStringMap(configMap, "data");
  const signingKey = readBytes(secret, "server.secretkey");
  const declared = new Map<string, Declared>([
    [adminName, { capabilities: ["login"], isEnabled: readFlag(data, { key: "admin.enabled", otherwise: true, report, last: last?.accounts.get(adminName)?.isEnabled }) }],
  ]);
  for (const key of Object.keys(data).toSorted()) if (key.startsWith("accounts.")) declare(declared, { data, key, last, report });
  const accounts = new Map([...declared].map(([name, account]) => [name, readAccount({ name, ...account }, { secret, last: last?.accounts.get(name), report })]));
  return {
    accounts,
    passwordHashes: new Map([...declared.keys()].flatMap((name) => readPasswordHash(secret, { name, report }))),
    ...(signingKey === undefined ? {} : { signingKey }),
    isAnonymousEnabled: readFlag(data, { key: "users.anonymous.enabled", otherwise: false, report, last: last?.isAnonymousEnabled }),
    sessionDurationMs: readSessionDuration(data, { last, report }),
    passwordPattern: readPasswordPattern(data, { last, report }),
    problems,
  };
}

type Declared = Pick<Account, "capabilities" | "isEnabled">;

interface Declaration {
  readonly data: Readonly<Record<string, string>>;
  readonly key: string;
  readonly last: Accounts | undefined;
  readonly report: Report;
}

/** One key `accounts.<name>` or `accounts.<name>.enabled`. */
function declare(declared: Map<string, Declared>, { data, key, last, report }: Declaration): void {
  const [, name = "", suffix = "", ...rest] = key.split(".");
  if (name === "" || rest.length > 0 || (suffix !== "" && suffix !== "enabled")) {
    report(key, "it is no account: a name has no dot, and only .enabled may follow it");
    return;
  }
  const account = declared.get(name) ?? { capabilities: [], isEnabled: true };
  if (suffix === "enabled") declared.set(name, { ...account, isEnabled: readFlag(data, { key, otherwise: false, report, last: last?.accounts.get(name)?.isEnabled }) });
  else declared.set(name, { ...account, capabilities: [...new Set([...account.capabilities, ...readCapabilities(data[key] ?? "", { key, report })])] });
}

function readCapabilities(text: string, { key, report }: { readonly key: string; readonly report: Report }): readonly Capability[] {
  const found: Capability[] = [];
  for (const word of text.split(",").map((part) => part.trim())) {
    if (word === "login" || word === "apiKey") found.push(word);
    else if (word !== "") report(key, `"${word}" is ignored: it takes "login" and "apiKey"`);
  }
  return found;
}

interface AccountSources {
  readonly secret: KubeObject | undefined;
  readonly last: Account | undefined;
  readonly report: Report;
}

function readAccount(declared: Declared & { readonly name: string }, { secret, last, report }: AccountSources): Account {
  const keys = secretKeysOf(declared.name);
  const mtime = readSecretKey(secret, keys.passwordMtime);
  const mtimeMs = mtime === undefined ? undefined : Date.parse(mtime);
  if (Number.isNaN(mtimeMs)) report(keys.passwordMtime, "it is no time such as 2026-01-02T03:04:05Z");
  const passwordMtime = mtimeMs === undefined ? undefined : Number.isNaN(mtimeMs) ? last?.passwordMtime : Math.floor(mtimeMs / 1_000);
  const tokens = readTokens(readSecretKey(secret, keys.tokens));
  if (tokens === undefined) report(keys.tokens, "it is no JSON list of tokens with id and iat");
  return {
    ...declared,
    ...(passwordMtime === undefined ? {} : { passwordMtime }),
    tokens: tokens ?? last?.tokens ?? [],
  };
}

/** The hash by its account's name; nothing when there is none. */
function readPasswordHash(secret: KubeObject | undefined, { name, report }: { readonly name: string; readonly report: Report }): readonly (readonly [string, string])[] {
  const { password: key } = secretKeysOf(name);
  const hash = readSecretKey(secret, key);
  if (hash === undefined) return [];
  if (/^\$2[aby]\$\d\d\$[./A-Za-z\d]{53}$/.test(hash)) return [[name, hash]];
  report(key, "it is no bcrypt hash: nobody can log in with it");
  return [];
}

/** The list that Argo CD keeps as JSON; `undefined` when it is something else. */
export function readTokens(text: string | undefined): readonly AccountToken[] | undefined {
  if (text === undefined) return [];
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (parsed === null) return [];
  if (!Array.isArray(parsed)) return undefined;
  const tokens = parsed.map(readToken);
  return tokens.every((token) => token !== undefined) ? tokens : undefined;
}

function readToken(entry: unknown): AccountToken | undefined {
  const [id, iat, exp] = [getString(entry, "id"), getNumber(entry, "iat"), getNumber(entry, "exp") ?? 0];
  return id === undefined || iat === undefined ? undefined : { id, iat, ...(exp === 0 ? {} : { exp }) };
}

interface Fallback {
  readonly last: Accounts | undefined;
  readonly report: Report;
}

function readSessionDuration(data: Readonly<Record<string, string>>, { last, report }: Fallback): number {
  const key = "users.session.duration";
  const text = data[key]?.trim() ?? "";
  if (text === "") return defaultSessionMs;
  const parsed = parseDurationMs(text);
  if (parsed !== undefined && parsed >= 1_000) return parsed;
  report(key, `it is "${text}", which is no duration such as 12h`);
  return last?.sessionDurationMs ?? defaultSessionMs;
}

function readPasswordPattern(data: Readonly<Record<string, string>>, { last, report }: Fallback): string {
  const key = "passwordPattern";
  const pattern = data[key] ?? "";
  if (pattern === "") return defaultPasswordPattern;
  try {
    return new RegExp(pattern).source;
  } catch {
    report(key, `it is "${pattern}", which is no regular expression`);
    return last?.passwordPattern ?? defaultPasswordPattern;
  }
}

interface Flag {
  readonly key: string;
  readonly otherwise: boolean;
  readonly last: boolean | undefined;
  readonly report: Report;
}

function readFlag(data: Readonly<Record<string, string>>, { key, otherwise, last, report }: Flag): boolean {
  const text = data[key]?.trim() ?? "";
  if (yes.has(text)) return true;
  if (no.has(text)) return false;
  if (text === "") return otherwise;
  report(key, `it is "${text}": it takes "true" or "false"`);
  return last ?? otherwise;
}

/** The value as it is: a key is no text. */
function readBytes(secret: KubeObject | undefined, key: string): Uint8Array | undefined {
  const bytes = Buffer.from(getString(secret, "data", key) ?? "", "base64");
  return bytes.length === 0 ? undefined : new Uint8Array(bytes);
}
