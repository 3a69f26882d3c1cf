/** The typed client of our own HTTP API, for the command line and later the web. Knows the wire, not how the server works. */
export { createClient, type SillageClient } from "./client.ts";
export type { ApplicationEvent } from "./application-calls.ts";
