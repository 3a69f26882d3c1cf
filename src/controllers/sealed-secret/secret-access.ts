import { isSillageError } from "../../errors/index.ts";
import type { Informer } from "../../runtime/index.ts";

/** Whether Secrets and keys are known: without them nothing can be said of a SealedSecret. */
export interface SecretAccess {
  isReady(): boolean;
  /** Why they cannot be read, when the cluster forbids it. */
  getRefusal(): string | undefined;
  /** Resolves when they are known; rejects with the abort's reason. */
  readonly ready: Promise<void>;
}

export function createSecretAccess(informers: readonly Informer[]): SecretAccess {
  let isReady = false;
  const ready = Promise.all(informers.map(({ synced }) => synced)).then(() => void (isReady = true));
  ready.catch(() => undefined);
  return {
    isReady: () => isReady,
    getRefusal() {
      const failure = informers.map((informer) => informer.getFailure()).find((candidate) => isSillageError(candidate, "forbidden"));
      return failure === undefined ? undefined : `Sillage may not read Secrets: ${failure.message}; its account needs get, list, watch, create and update on secrets`;
    },
    ready,
  };
}
