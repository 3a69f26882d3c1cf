import type { ApiServer } from "../support/api-server.ts";

/**
 * One call of the API and what it answers. It is tried without a session, with one that may do nothing, and with one that may do exactly what `needs` says.
 */
export interface ContractRow {
  /** Such as `ApplicationService/Get`; the method comes from there. */
  readonly operation: string;
  /** With the query. `$me` is the name of the account that calls. */
  readonly path: string;
  readonly body?: unknown;
  /** Such as `applications, get, default/web`: each is a line of the policy that allows it. */
  readonly needs?: readonly string[];
  /** What who may do nothing gets: 403 when something is needed, unless lists only leave out what one may not see. */
  readonly without?: number;
  /** Default 200. */
  readonly status?: number;
  /** Makes what the call is about. */
  given?(api: ApiServer): Promise<unknown>;
  /** Looks at the answer of the last try, beyond its shape. */
  check?(answer: unknown, api: ApiServer): void | Promise<void>;
}
