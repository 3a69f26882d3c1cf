import type { Accounts } from "../../accounts/index.ts";
import type { Settings, SettingProblem } from "../../settings/index.ts";
import type { OidcConfig } from "../../sso/index.ts";

/** What the service needs of the rest of the product. */
export interface SettingsServiceDeps {
  readonly settings: {
    get(): Settings;
    /** What does not make sense at the moment, and in which object it is. */
    getProblems(): readonly (SettingProblem & { readonly object: string })[];
  };
  readonly accounts: { get(): Accounts };
  /** `undefined` while there is no single sign-on. */
  readonly getSsoConfig: () => OidcConfig | undefined;
}

export interface SettingsServiceOptions {
  /** The control namespace. */
  readonly namespace: string;
  /** Applications may live in other namespaces too. */
  readonly isAnyNamespaceServed: boolean;
}
