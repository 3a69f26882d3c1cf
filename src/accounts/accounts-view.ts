import { isNewer, type KubeObject } from "../kube/index.ts";
import type { Log } from "../log/index.ts";
import type { Accounts } from "./account.ts";
import { parseAccounts } from "./parse-accounts.ts";

/** The accounts as they are now. */
export interface AccountsView {
  get(): Accounts;
  /** What we wrote ourselves counts at once, before the watch brings it back. */
  noteWritten(secret: KubeObject): void;
}

export interface AccountsViewDeps {
  /** `argocd-cm` and `argocd-secret` as last seen by watch. */
  readonly getConfigMap: () => KubeObject | undefined;
  readonly getSecret: () => KubeObject | undefined;
  readonly log: Log;
}

/** Parses when an object has changed; a bad value keeps the last good one and is logged once per change. */
export function createAccountsView({ getConfigMap, getSecret, log }: AccountsViewDeps): AccountsView {
  let written: KubeObject | undefined;
  let last: { readonly configMap: KubeObject | undefined; readonly secret: KubeObject | undefined; readonly accounts: Accounts } | undefined;

  function pickSecret(): KubeObject | undefined {
    const watched = getSecret();
    if (written !== undefined && watched !== undefined && !isNewer(written, watched)) written = undefined;
    return written ?? watched;
  }

  return {
    get() {
      const [configMap, secret] = [getConfigMap(), pickSecret()];
      if (last !== undefined && last.configMap === configMap && last.secret === secret) return last.accounts;
      const accounts = parseAccounts({ configMap, secret }, last?.accounts);
      for (const { key, message } of accounts.problems) log.warn("Setting not understood", { key, problem: message });
      last = { configMap, secret, accounts };
      return accounts;
    },
    noteWritten(secret) {
      if (written === undefined || isNewer(secret, written)) written = secret;
    },
  };
}
