/** The typed client of our own HTTP API, for the command line and later the web. Knows the wire, not how the server works. */
export { createClient, type SillageClient } from "./client.ts";
export type { AccountInfo } from "./account-calls.ts";
export type { ApplicationEvent } from "./application-calls.ts";
export { createAgent, type TlsOptions } from "./agent.ts";
export { describeConnectFailure } from "./connect-failure.ts";
export type { HttpOptions } from "./http.ts";
export { probeTls, type TlsProbe } from "./probe-tls.ts";
export { parseBaseUrl } from "./server-address.ts";
export type { ClusterInfo } from "./cluster-calls.ts";
export type { UserInfo } from "./session-calls.ts";
