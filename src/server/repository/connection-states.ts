import type { ConnectionState } from "../../api/index.ts";
import { describeError, isSillageError } from "../../errors/index.ts";
import type { KubeObject } from "../../kube/index.ts";
import type { Context } from "../../log/index.ts";
import { keyOf } from "./find-repository.ts";
import type { RepositoryServiceDeps } from "./deps.ts";

/** Whether each repository could be read when somebody last looked. */
export interface ConnectionStates {
  /** Asks the remote when nobody has for an hour, when its Secret has changed, or when told to. */
  fetch(ctx: Context, secret: KubeObject, options: { readonly isFresh: boolean }): Promise<ConnectionState>;
}

/** `connection.status.cache.expiration` of Argo CD. */
const expiryMs = 3_600_000;

interface Entry {
  readonly resourceVersion: string | undefined;
  readonly atMs: number;
  readonly state: Promise<ConnectionState>;
}

export function createConnectionStates({ checkRepository, clock }: Pick<RepositoryServiceDeps, "checkRepository" | "clock">): ConnectionStates {
  const entries = new Map<string, Entry>();

  async function check(ctx: Context, secret: KubeObject): Promise<ConnectionState> {
    const attemptedAt = new Date(clock.now()).toISOString().replace(/\.\d+Z$/, "Z");
    try {
      await checkRepository(ctx, secret);
      return { status: "Successful", message: "", attemptedAt };
    } catch (error) {
      if (isSillageError(error, "canceled")) throw error;
      return { status: "Failed", message: describeError(error), attemptedAt };
    }
  }

  return {
    async fetch(ctx, secret, { isFresh }) {
      const key = keyOf(secret);
      const known = entries.get(key);
      const { resourceVersion } = secret.metadata;
      if (!isFresh && known !== undefined && known.resourceVersion === resourceVersion && clock.now() - known.atMs < expiryMs) return known.state;
      const entry = { resourceVersion, atMs: clock.now(), state: check(ctx, secret) };
      entries.set(key, entry);
      entry.state.catch(() => entries.get(key) === entry && entries.delete(key));
      return entry.state;
    },
  };
}
