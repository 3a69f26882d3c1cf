import { randomBytes, randomInt } from "node:crypto";
import { fieldManager } from "../api/index.ts";
import type { Clock } from "../async/index.ts";
import { isSillageError, SillageError } from "../errors/index.ts";
import type { ApiResource, KubeClient, KubeObject } from "../kube/index.ts";
import type { Context } from "../log/index.ts";
import { readSecretKey } from "../settings/index.ts";
import { adminName, secretKeysOf } from "./account.ts";
import { parseAccounts } from "./parse-accounts.ts";
import type { Passwords } from "./passwords.ts";
import { encodeData, formatTime, secretName } from "./server-secret.ts";

export interface ServerSecretsDeps {
  readonly client: Pick<KubeClient, "fetchObject" | "create" | "patch">;
  readonly secretResource: ApiResource;
  readonly configMapResource: ApiResource;
  readonly passwords: Pick<Passwords, "hash">;
  readonly clock: Pick<Clock, "now">;
}

const initialSecretName = "argocd-initial-admin-secret";
const maxTries = 5;

/**
 * Makes what a first start needs and nothing else: the signing key, and while `admin` is enabled and has none, a password that waits in
 * `argocd-initial-admin-secret`. Replicas that start together end with the same; what is there is never changed.
 */
export async function ensureServerSecrets(ctx: Context, deps: ServerSecretsDeps, { namespace }: { readonly namespace: string }): Promise<void> {
  const { client, secretResource, configMapResource } = deps;
  const { signal } = ctx;
  for (let tries = 1; ; tries++) {
    const [configMap, secret] = await Promise.all([
      client.fetchObject(configMapResource, { namespace, name: "argocd-cm" }, { signal }),
      client.fetchObject(secretResource, { namespace, name: secretName }, { signal }),
    ]);
    const missing = await makeMissing(ctx, deps, { namespace, configMap, secret });
    if (Object.keys(missing).length === 0) return;
    try {
      await write(ctx, deps, { namespace, secret, data: encodeData(missing) });
      ctx.log.info("Server secrets made", { object: `Secret/${namespace}/${secretName}`, keys: Object.keys(missing) });
      return;
    } catch (error) {
      if (!isSillageError(error, "conflict") || tries === maxTries) throw error;
    }
  }
}

interface Found {
  readonly namespace: string;
  readonly configMap: KubeObject | undefined;
  readonly secret: KubeObject | undefined;
}

async function makeMissing(ctx: Context, deps: ServerSecretsDeps, { namespace, configMap, secret }: Found): Promise<Readonly<Record<string, string>>> {
  const { accounts, signingKey } = parseAccounts({ configMap, secret });
  const keys = secretKeysOf(adminName);
  // What stands there and is no hash is somebody's mistake, not ours to overwrite.
  const needsPassword = accounts.get(adminName)?.isEnabled === true && readSecretKey(secret, keys.password) === undefined;
  return {
    ...(signingKey === undefined ? { "server.secretkey": randomBytes(32).toString("base64") } : {}),
    ...(needsPassword ? { [keys.password]: await deps.passwords.hash(await ensureInitialPassword(ctx, deps, namespace)), [keys.passwordMtime]: formatTime(deps.clock.now()) } : {}),
  };
}

async function write({ signal }: Context, { client, secretResource }: ServerSecretsDeps, { namespace, secret, data }: WriteInput): Promise<void> {
  const options = { signal, fieldManager };
  if (secret === undefined) {
    const labels = { "app.kubernetes.io/name": secretName, "app.kubernetes.io/part-of": "argocd" };
    await client.create(secretResource, { apiVersion: "v1", kind: "Secret", metadata: { namespace, name: secretName, labels }, type: "Opaque", data }, options);
    return;
  }
  const body = { metadata: { resourceVersion: secret.metadata.resourceVersion ?? "" }, data };
  await client.patch(secretResource, { namespace, name: secretName }, body, { ...options, type: "merge" });
}

interface WriteInput {
  readonly namespace: string;
  readonly secret: KubeObject | undefined;
  readonly data: Readonly<Record<string, string>>;
}

/** The password that waits already, or a new one: whoever makes the Secret first decides for all replicas. */
async function ensureInitialPassword({ signal }: Context, { client, secretResource }: ServerSecretsDeps, namespace: string): Promise<string> {
  const ref = { namespace, name: initialSecretName };
  const password = generatePassword();
  const initial: KubeObject = { apiVersion: "v1", kind: "Secret", metadata: ref, type: "Opaque", data: encodeData({ password }) };
  try {
    await client.create(secretResource, initial, { signal, fieldManager });
    return password;
  } catch (error) {
    if (!isSillageError(error, "conflict")) throw error;
  }
  const waiting = readSecretKey(await client.fetchObject(secretResource, ref, { signal }), "password");
  if (waiting === undefined) throw new SillageError("invalid", `Secret "${namespace}/${initialSecretName}" has no "password": delete it, and a new one is made`);
  return waiting;
}

const alphabet = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-";

function generatePassword(): string {
  return Array.from({ length: 16 }, () => alphabet[randomInt(alphabet.length)]).join("");
}
