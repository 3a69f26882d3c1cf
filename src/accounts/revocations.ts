import { hash } from "node:crypto";
import { fieldManager } from "../api/index.ts";
import type { Clock } from "../async/index.ts";
import { isSillageError } from "../errors/index.ts";
import { getStringMap, type ApiResource, type KubeClient, type KubeObject } from "../kube/index.ts";
import type { Context, Log } from "../log/index.ts";
import { createInformer } from "../runtime/index.ts";

/** Sessions that were ended before their time, as all replicas see them; docs/adr/0006 says why they are in a Secret. */
export interface Revocations {
  has(id: string): boolean;
  /** Counts here at once, elsewhere when the watch tells; rejects when it could not be written down. `expiresAt` in seconds since 1970. */
  add(ctx: Context, token: { readonly id: string; readonly expiresAt: number }): Promise<void>;
  /** Resolves when the list is known; needs `run`. */
  readonly synced: Promise<void>;
  run(signal: AbortSignal): Promise<void>;
}

export interface RevocationDeps {
  readonly client: Pick<KubeClient, "create" | "patch" | "fetchList" | "watch">;
  readonly secretResource: ApiResource;
  readonly clock: Clock;
  readonly log: Log;
}

const secretName = "sillage-revoked-tokens";
/** Clocks of replicas differ, so an entry stays somewhat longer than its token could be used. */
const graceSeconds = 3_600;

export function createRevocations(deps: RevocationDeps, { namespace }: { readonly namespace: string }): Revocations {
  const { client, secretResource, clock } = deps;
  const informer = createInformer(deps, { resource: secretResource, namespace, fieldSelector: `metadata.name=${secretName}` });
  /** What was added here and may not have come back by watch. */
  const own = new Map<string, number>();
  let seen: ReadonlyMap<string, number> = new Map();
  informer.onChange(({ type, object }) => (seen = type === "deleted" ? new Map() : parseEntries(object)));

  function listExpired(entries: ReadonlyMap<string, number>): readonly string[] {
    const limit = Math.floor(clock.now() / 1_000) - graceSeconds;
    return [...entries].flatMap(([key, expiresAt]) => (expiresAt < limit ? [key] : []));
  }

  async function write({ signal }: Context, changes: Readonly<Record<string, string | null>>): Promise<void> {
    try {
      await client.patch(secretResource, { namespace, name: secretName }, { data: changes }, { type: "merge", signal, fieldManager });
    } catch (error) {
      if (!isSillageError(error, "notFound")) throw error;
      const data = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== null));
      await client.create(secretResource, { apiVersion: "v1", kind: "Secret", metadata: { namespace, name: secretName }, type: "Opaque", data }, { signal, fieldManager });
    }
  }

  return {
    has: (id) => own.has(keyOf(id)) || seen.has(keyOf(id)),
    async add(ctx, { id, expiresAt }) {
      const key = keyOf(id);
      for (const expired of listExpired(own)) own.delete(expired);
      own.set(key, expiresAt);
      const expired = Object.fromEntries(listExpired(seen).map((entry) => [entry, null]));
      const changes = { ...expired, [key]: Buffer.from(String(expiresAt)).toString("base64") };
      try {
        await write(ctx, changes);
      } catch (error) {
        // Another replica has made the Secret in the meantime.
        if (!isSillageError(error, "conflict")) throw error;
        await write(ctx, changes);
      }
    },
    synced: informer.synced,
    run: (signal) => informer.run(signal),
  };
}

/** 128 bits of a digest: shorter than most ids, and who reads the Secret learns none. */
function keyOf(id: string): string {
  return hash("sha256", id).slice(0, 32);
}

function parseEntries(secret: KubeObject): ReadonlyMap<string, number> {
  return new Map(Object.entries(getStringMap(secret, "data")).map(([key, value]) => [key, Number(Buffer.from(value, "base64").toString("utf8"))]));
}
